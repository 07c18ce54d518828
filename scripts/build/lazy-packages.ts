import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'rolldown';

/**
 * What `@opentelemetry/sdk-node` imports at its top although most services never use it. Evaluated eagerly
 * these cost 80 to 100 ms of CPU at every start; each becomes a stand-in that loads the real thing, one chunk
 * further, the first time it is constructed, called or looked into.
 */
export const lazyPackages = [
  '@opentelemetry/configuration',
  '@opentelemetry/exporter-logs-otlp-grpc',
  '@opentelemetry/exporter-logs-otlp-http',
  '@opentelemetry/exporter-logs-otlp-proto',
  '@opentelemetry/exporter-metrics-otlp-grpc',
  '@opentelemetry/exporter-metrics-otlp-http',
  '@opentelemetry/exporter-metrics-otlp-proto',
  '@opentelemetry/exporter-prometheus',
  '@opentelemetry/exporter-trace-otlp-grpc',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/exporter-trace-otlp-proto',
  '@opentelemetry/exporter-zipkin',
  '@opentelemetry/propagator-b3',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-logs',
  '@opentelemetry/sdk-metrics',
] as const;

/** Of a package that every start needs, the exports that it does not; of the others all. */
const lazyExports: Readonly<Record<string, readonly string[]>> = {
  '@opentelemetry/resources': ['hostDetector', 'osDetector', 'processDetector', 'serviceInstanceIdDetector'],
};

/** The entry that holds the real packages; `sdk-extras.js` in the package. */
export const lazyEntry = 'virtual:sdk-extras';

const standIn = '\0stand-in:';

/** Replaces sdk-node's and our imports of {@link lazyPackages} by stand-ins, and gives {@link lazyEntry} its content. */
export function lazyPackagesPlugin(root: string): Plugin {
  const sdkNode = path.join(root, 'node_modules/@opentelemetry/sdk-node');
  const own = path.join(root, 'src/');
  const names = importedNames(path.join(sdkNode, 'dist'));
  return {
    name: 'lazy-packages',
    resolveId(source, importer) {
      if (source === lazyEntry) return lazyEntry;
      if (importer === undefined || !(importer.startsWith(sdkNode) || importer.startsWith(own))) return undefined;
      return (lazyPackages as readonly string[]).includes(source) ? standIn + source : undefined;
    },
    load(id) {
      if (id === lazyEntry)
        return lazyPackages.map((name) => `export * as ${exportName(name)} from '${name}';`).join('\n');
      if (!id.startsWith(standIn)) return undefined;
      const source = id.slice(standIn.length);
      return standInModule(root, source, names.get(source) ?? new Set());
    },
  };
}

/** A valid identifier for a package: `exporter_trace_otlp_grpc`. */
function exportName(source: string): string {
  return source.replace('@opentelemetry/', '').replaceAll('-', '_');
}

function standInModule(root: string, source: string, names: ReadonlySet<string>): string {
  const file = path.join(root, 'src/distro/stand-in.ts');
  const lazy = lazyExports[source];
  return [
    `import { createStandIn } from ${JSON.stringify(file)};`,
    ...(lazy === undefined ? [] : [`export * from ${JSON.stringify(source)};`]),
    ...(lazy ?? [...names]).map(
      (name) => `export const ${name} = /* @__PURE__ */ createStandIn('${exportName(source)}', '${name}');`,
    ),
  ].join('\n');
}

/** Which names sdk-node imports of each package, read from its own files. */
function importedNames(folder: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.mjs'))) {
    for (const [, list = '', source = ''] of readFileSync(path.join(folder, file), 'utf8').matchAll(
      /^import \{([^}]+)\} from "([^"]+)"/gm,
    )) {
      const names = found.get(source) ?? new Set();
      for (const name of list.split(',')) names.add(name.trim().split(' as ')[0] ?? '');
      found.set(source, names);
    }
  }
  return found;
}

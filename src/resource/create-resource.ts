import type { Attributes } from '@opentelemetry/api';
import { defaultResource, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import type { ResourceConfig } from '../config/config.ts';
import { findApplicationPackage } from './application-package.ts';
import { detectPlatform } from './detect-platform.ts';
import { createLateResource } from './late-resource.ts';

/** What the resource is made of besides the configuration. */
export interface ResourceDependencies {
  /** The process's environment; only the variables that AWS platforms set are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The version of this distribution. */
  readonly version: string;
  /** The file that Node was started with; default: `process.argv[1]`, or what pm2 runs. */
  readonly entryFile?: string | undefined;
}

/**
 * Who the service is and where it runs. At once: `service.name` (configured, else the name in the
 * application's package.json, else `unknown_service:node`), `service.version`, `telemetry.*`. Later, and at
 * most two seconds after the first look: what the configured AWS platforms tell. The configured attributes win
 * over both; `service.name` is never a platform's. Only EC2 gives a `host.id`, which the collector takes for
 * an instance.
 */
export function createResource(config: ResourceConfig, deps: ResourceDependencies): Resource {
  const { environment, version } = deps;
  const { entryFile = applicationFile(environment) } = deps;
  const application = findApplicationPackage(entryFile, process.cwd());
  const own: Attributes = {
    ...defaultResource().attributes,
    ...(application?.version !== undefined && { 'service.version': application.version }),
    'telemetry.distro.name': 'otel-xray',
    'telemetry.distro.version': version,
  };
  const serviceName = config.serviceName ?? application?.name ?? 'unknown_service:node';
  const complete = (detected: Attributes): Resource =>
    resourceFromAttributes({ ...own, ...detected, ...config.attributes, 'service.name': serviceName });
  if (config.detectors.length === 0) return complete({});
  return createLateResource(complete({}), async () =>
    complete(await detectPlatform(config.detectors, { environment })),
  );
}

/** In pm2's processes Node is started with a file of pm2, which becomes the application. */
function applicationFile(environment: ResourceDependencies['environment']): string | undefined {
  const [, entry] = process.argv;
  return entry !== undefined && /[\\/]pm2[\\/]lib[\\/]/.test(entry) ? (environment['pm_exec_path'] ?? entry) : entry;
}

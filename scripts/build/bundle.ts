import path from 'node:path';
import { type InputOptions, type OutputChunk, type OutputOptions, type Plugin, rolldown } from 'rolldown';
import { lazyEntry, lazyPackagesPlugin } from './lazy-packages.ts';
import { lateBuiltins, requiredBuiltins, silentDebug, startUpCode } from './start-up-code.ts';

/** One JavaScript file that the bundler wrote, and what is in it. */
export interface BundledFile {
  /** Its name in the package's folder. */
  readonly name: string;
  /** The files of the package that it loads at once, and those that it loads when they are needed. */
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
  /** Absolute paths of the modules in it, our own and those of packages. */
  readonly modules: readonly string[];
}

/**
 * Bundles the product into CommonJS files in `out`, all in one folder, so that './x.js' means the same from each.
 * Five bundles, so that none waits for another's code:
 * - `preload.js` alone decides whether the process is left alone;
 * - `distro.js` is all that every traced process loads, `index.js` its typed door; exporters, most instrumentations and
 *   what sdk-node rarely needs are further files, loaded by `import()`, or by `require` where the end of the process may need them;
 * - `exit-worker.js` with files of its own runs in the thread that sends the last spans;
 * - `cli.js` and `testing.js` with files of their own: the command line and tests must not load the SDK;
 * - `grpc.js`, which both the exporter and the local collector use.
 */
export async function bundle(root: string, out: string): Promise<BundledFile[]> {
  const source = (file: string): string => path.join(root, 'src', file);
  const chunks = [
    await bundlePreload(source('register/preload.ts'), out),
    await bundleDistro(
      root,
      {
        distro: source('distro/start.ts'),
        index: source('index.ts'),
        enrichment: source('enrichment/index.ts'),
        upstream: source('instrumentation/upstream.ts'),
        ...Object.fromEntries(
          deferredRooms.map((room) => [`instrumentation-${room}`, source(`instrumentation/${room}/index.ts`)]),
        ),
        'config-file': source('distro/config-file.ts'),
        'otlp-encoding': source('exporter/otlp-encoding.ts'),
      },
      out,
    ),
    await bundleExitWorker(source('exporter/exit/exit-worker.ts'), out),
    await bundleLocal({ cli: source('cli/cli.ts'), testing: source('testing.ts') }, out),
    await bundleGrpc(out),
  ].flat();
  return chunks.map(({ fileName, code, imports, dynamicImports, moduleIds }) => {
    // Asked of the code, because the bundler still counts what was inlined.
    const isLoaded = (name: string): boolean => code.includes(`require("./${name}")`);
    return {
      name: fileName,
      imports: imports.map(withoutDot).filter(isLoaded),
      dynamicImports: dynamicImports.map(withoutDot).filter(isLoaded),
      modules: moduleIds.filter((id) => path.isAbsolute(id)),
    };
  });
}

/** Rooms of instrumentations that are loaded with the first of their modules. */
const deferredRooms = ['aws-sdk', 'aws-sdk-v2', 'log-correlation', 'pg'];

async function bundlePreload(preload: string, out: string): Promise<OutputChunk[]> {
  const build = await rolldown({ ...commonInput, input: { preload }, plugins: [lateBuiltins('preload.js')] });
  return chunksOf(await build.write(outputTo(out)));
}

/**
 * Two passes: the first tells which modules a traced process evaluates at its start, the second puts exactly these
 * into `distro.js`. Left alone, the bundler makes a file for each set of entries that share something.
 */
async function bundleDistro(root: string, input: Record<string, string>, out: string): Promise<OutputChunk[]> {
  const build = await rolldown({
    ...commonInput,
    input: { ...input, 'sdk-extras': lazyEntry },
    // Lets the modules that other files share live in `distro.js` itself.
    preserveEntrySignatures: 'allow-extension',
    plugins: [lazyPackagesPlugin(root), silentDebug, sharedGrpc, requiredBuiltins, ...startUpCode('distro.js')],
    // Its loader files must be real files, and one copy must serve the application's own hooks too.
    external: [/^import-in-the-middle\//],
    resolve: {
      ...commonInput.resolve,
      alias: { 'import-in-the-middle': path.join(root, 'src/distro/import-in-the-middle.ts') },
    },
  });
  const evaluated = evaluatedBy('distro.js', chunksOf(await build.generate(outputTo(out))));
  const groups = [{ name: 'distro', test: (id: string) => evaluated.has(id) }];
  return chunksOf(await build.write({ ...outputTo(out), codeSplitting: { groups } }));
}

async function bundleExitWorker(worker: string, out: string): Promise<OutputChunk[]> {
  const build = await rolldown({ ...commonInput, input: { 'exit-worker': worker } });
  return chunksOf(await build.write({ ...outputTo(out), chunkFileNames: 'exit-[name].js' }));
}

async function bundleLocal(input: Record<string, string>, out: string): Promise<OutputChunk[]> {
  const build = await rolldown({ ...commonInput, input, plugins: [sharedGrpc] });
  return chunksOf(await build.write({ ...outputTo(out), chunkFileNames: 'cli-[name].js' }));
}

async function bundleGrpc(out: string): Promise<OutputChunk[]> {
  const build = await rolldown({ ...commonInput, input: { grpc: grpcPackage } });
  return chunksOf(await build.write({ ...outputTo(out), exports: 'auto' }));
}

const ownSources = path.resolve(import.meta.dirname, '../../src');

const commonInput: InputOptions = {
  platform: 'node',
  transform: { target: 'node20' },
  // Our modules only declare, so a room's `index.ts` brings no more of it than what is used.
  treeshake: { moduleSideEffects: (id) => (id.startsWith(ownSources) ? false : undefined) },
  // Attribute names are constants; as computed keys they cost each request more than all its attributes' values.
  optimization: { inlineConst: { mode: 'all', pass: 3 } },
  // `module` first: a package without `exports` must not bring the CommonJS build of what it imports beside the other.
  resolve: { mainFields: ['module', 'main'] },
};

function outputTo(dir: string): OutputOptions {
  return {
    dir,
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name].js',
    // What every process keeps in memory. Names of functions and lines stay: Node prints the line that throws before a
    // crash's message, of which a long line leaves nothing.
    minify: {
      compress: true,
      mangle: { toplevel: false, keepNames: true },
      codegen: { removeWhitespace: false },
    },
    comments: false,
  };
}

const grpcPackage = '@grpc/grpc-js';

/** Half a megabyte that two bundles need: both load the one file `grpc.js`. */
const sharedGrpc: Plugin = {
  name: 'shared-grpc',
  resolveId: (source) => (source === grpcPackage ? { id: './grpc.js', external: true } : undefined),
};

/** The modules of a file and of all files that it loads at once. */
function evaluatedBy(file: string, chunks: readonly OutputChunk[]): Set<string> {
  const files = new Set([file]);
  // A set's iteration also visits what is added meanwhile.
  for (const name of files) for (const imported of chunkNamed(name, chunks)?.imports ?? []) files.add(imported);
  return new Set([...files].flatMap((name) => chunkNamed(name, chunks)?.moduleIds ?? []));
}

function chunkNamed(name: string, chunks: readonly OutputChunk[]): OutputChunk | undefined {
  return chunks.find(({ fileName }) => fileName === name);
}

function chunksOf({ output }: { readonly output: readonly { type: string }[] }): OutputChunk[] {
  return output.filter((item): item is OutputChunk => item.type === 'chunk');
}

function withoutDot(specifier: string): string {
  return specifier.replace(/^\.\//, '');
}

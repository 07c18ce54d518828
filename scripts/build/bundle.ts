import path from 'node:path';
import { rolldown } from 'rolldown';
import { lazyEntry, lazyPackagesPlugin } from './lazy-packages.ts';

/**
 * Bundles the product into CommonJS chunks in `out`.
 *
 * @returns the folder of each package under node_modules of which something was bundled
 */
export async function bundle(root: string, out: string): Promise<string[]> {
  const build = await rolldown({
    input: {
      preload: path.join(root, 'src/register/preload.ts'),
      distro: path.join(root, 'src/distro/start.ts'),
      index: path.join(root, 'src/index.ts'),
      cli: path.join(root, 'src/cli/cli.ts'),
      'sdk-extras': lazyEntry,
    },
    plugins: [lazyPackagesPlugin(root)],
    platform: 'node',
    // Its loader files must be real files, and one copy must serve the application's own hooks too.
    external: [/^import-in-the-middle\//],
    resolve: { alias: { 'import-in-the-middle': path.join(root, 'src/distro/import-in-the-middle.ts') } },
    transform: { target: 'node20' },
  });
  const { output } = await build.write({
    dir: out,
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].js',
    // All in one folder, so that './x.js' means the same from every chunk.
    chunkFileNames: 'chunk-[name].js',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  });
  await build.close();
  const folders = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : [])).flatMap(packageFolder);
  return [...new Set(folders)].sort();
}


/** `…/node_modules/@scope/name` of a module's file; none for our own sources. */
function packageFolder(moduleId: string): string[] {
  const match = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(moduleId.replace(/^\0/, ''));
  return match ? [match[0]] : [];
}

import path from 'node:path';
import { build, type Rolldown } from 'vite';
import type { BundledFile } from './bundle.ts';

/**
 * Builds the console of the local X-Ray into `out/console`.
 *
 * @returns what was bundled, file by file
 */
export async function buildConsole(root: string, out: string): Promise<BundledFile[]> {
  const files = new Map<string, BundledFile>();
  const noteFiles: Rolldown.Plugin = {
    name: 'note-files',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        const modules = file.moduleIds.map((id) => id.replace(/\?.*$/, '')).filter((id) => path.isAbsolute(id));
        files.set(file.fileName, { name: `console/${file.fileName}`, imports: [], dynamicImports: [], modules });
      }
    },
  };
  await build({
    configFile: false,
    root: path.join(root, 'src/console'),
    // Wherever the server mounts it.
    base: './',
    logLevel: 'warn',
    // Whatever NODE_ENV says here, the same sources build the same console.
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
    plugins: [noteFiles],
    worker: { format: 'es', plugins: () => [noteFiles] },
    build: {
      outDir: path.join(out, 'console'),
      emptyOutDir: true,
      // The first with light-dark(): https://caniuse.com/mdn-css_types_color_light-dark
      target: ['chrome123', 'firefox120', 'safari17.5'],
      // A data: address would not be a file of the page's own.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  });
  return [...files.values()];
}

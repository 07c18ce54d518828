// Loaded by `import()` a moment after the start: most applications are no bundles.
import { open } from 'node:fs/promises';
import path from 'node:path';

/** Longer files are looked at as far as this. */
const LONGEST_LOOK = 32 * 1024 * 1024;

/** What bundlers write, also where they make everything else short. */
const bundler =
  /__webpack_require__|webpackBootstrap|__nccwpck_require__|\b__toESM\b|\b__commonJS\b|Object\.getOwnPropertyNames\b[^;]{0,300}Object\.getPrototypeOf\b/;

/** Texts that these packages have in them, whatever a bundler does. */
const marks: Readonly<Record<string, RegExp>> = {
  'the AWS SDK': /amz-sdk-invocation-id/,
  express: /requires a middleware function/,
  pg: /Client has already been connected/,
  pino: /pino\.\w+ |unknown level /,
  winston: /winston\.transports|\[winston\]/,
};

/**
 * One sentence where the file that Node was started with is a bundle with modules in it that are to be hooked, which
 * only works for modules of their own.
 *
 * @param entry the file that Node was started with
 */
export async function describeBundle(entry: string | undefined): Promise<string | undefined> {
  if (entry === undefined) return undefined;
  const text = await readBeginning(entry);
  if (text === undefined || !bundler.test(text)) return undefined;
  const inside = Object.entries(marks).flatMap(([name, mark]) => (mark.test(text) ? [name] : []));
  if (inside.length === 0) return undefined;
  return `"${path.basename(entry)}" is a bundle with ${inside.join(', ')} in it, which cannot be traced there; leave packages out of it (esbuild: --packages=external). HTTP and fetch are traced.`;
}

async function readBeginning(file: string): Promise<string | undefined> {
  try {
    await using handle = await open(file);
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, LONGEST_LOOK));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } catch {
    return undefined;
  }
}

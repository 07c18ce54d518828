import type { OutputBundle, OutputChunk, Plugin } from 'rolldown';

/**
 * require-in-the-middle says what it does through the package `debug`, which looks at the terminal and its colours at
 * every start, and puts together for nobody at every `require`.
 */
export const silentDebug: Plugin = {
  name: 'silent-debug',
  resolveId: (source) => (source === 'debug' ? '\0silent-debug' : undefined),
  load: (id) => (id === '\0silent-debug' ? 'module.exports = () => () => {};' : undefined),
};

/** What makes a file that every start reads cheap to read. */
export function startUpCode(file: string): Plugin[] {
  return [inlinedRuntime(file), lateBuiltins(file), asciiOnly(file)];
}

function rewriting(name: string, file: string, rewrite: (code: string, bundle: OutputBundle) => string): Plugin {
  return {
    name,
    generateBundle(_options, bundle) {
      const target = bundle[file];
      if (target?.type === 'chunk') target.code = rewrite(target.code, bundle);
    },
  };
}

/**
 * Writes the bundler's few runtime functions, which it keeps in a file of their own, into `file`: one file less to
 * read at each start. They have no state, so the other files may have their own.
 */
function inlinedRuntime(file: string): Plugin {
  return rewriting('inlined-runtime', file, (code, bundle) => {
    const runtime = Object.values(bundle).find(
      (output): output is OutputChunk => output.fileName === 'chunk-rolldown-runtime.js' && output.type === 'chunk',
    );
    if (runtime === undefined) return code;
    const [before, after, ...more] = code.split(`require("./${runtime.fileName}")`);
    if (after === undefined || more.length > 0) throw new Error(`"${file}" does not load "${runtime.fileName}" once.`);
    return `${before}(exports=>{${runtime.code};return exports})({})${after}`;
  });
}

/** V8 keeps a file with one other character at twice its size, and reads it more slowly. */
function asciiOnly(file: string): Plugin {
  return rewriting('ascii-only', file, (code) =>
    code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/**
 * Modules of Node that are not loaded yet when an application begins, and that cost a start more than what is done with
 * them there.
 */
const late = ['crypto', 'fs/promises', 'net', 'stream', 'tty', 'worker_threads'];

/**
 * Makes a file load {@link late} modules where it uses them, not at its top: `let node_net = require("node:net")` becomes
 * a function, and each `node_net.` a call of it, in brackets for the sake of `new`. The bundler writes every use of an
 * import in this form.
 */
export function lateBuiltins(file: string): Plugin {
  const declaration = new RegExp(`([\\w$]+) = (require\\("(?:node:)?(?:${late.join('|')})"\\))(?=[,;])`, 'g');
  return rewriting('late-builtins', file, (code) => {
    const names: string[] = [];
    const declared = code.replaceAll(declaration, (_, name: string, loading: string) => {
      names.push(name);
      return `${name} = () => ${loading}`;
    });
    return names.reduce((text, name) => {
      const word = `(?<![\\w$."]|node:)${name}(?![\\w$])`;
      const result = text.replaceAll(new RegExp(`${word}(?=\\.)`, 'g'), `(${name}())`);
      const others = result.match(new RegExp(`${word}(?!\\(\\)\\)\\.)`, 'g')) ?? [];
      if (others.length !== 1) throw new Error(`"${file}" uses "${name}" in other ways than as an import.`);
      return result;
    }, declared);
  });
}

/**
 * Loads Node's modules by `require` where the source has `import()`: an import of a module that is hooked, such as
 * `node:http`, makes the process load all that ES modules need to be traced, which a CommonJS application never does.
 */
export const requiredBuiltins: Plugin = {
  name: 'required-builtins',
  renderChunk: (code) => code.replaceAll(/\bimport\(("node:[\w/]+")\)/g, 'Promise.resolve().then(() => require($1))'),
};

import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const documents = ['README.md', 'CHANGELOG.md', 'SECURITY.md'];

/**
 * Copies the documents that travel with the package. Their links to what stays in the repository become absolute.
 *
 * @param repository the repository's address, `https://github.com/owner/name`
 * @throws Error naming the document and the link that leads nowhere
 */
export function writeDocuments(root: string, out: string, repository: string): void {
  copyFileSync(path.join(root, 'LICENSE'), path.join(out, 'LICENSE'));
  for (const name of documents) {
    const text = readFileSync(path.join(root, name), 'utf8');
    writeFileSync(
      path.join(out, name),
      // A link or picture of Markdown, `](target)`, that is neither an address nor a place on the same page.
      text.replaceAll(/(?<=\]\()(?![a-z]+:|#)([^)\s#]+)/g, (target: string) => {
        const file = path.join(root, target);
        if (documents.includes(target) || target === 'LICENSE') return target;
        if (!existsSync(file)) throw new Error(`"${name}" links to "${target}", which does not exist.`);
        // A page about a picture is no picture.
        const form = statSync(file).isDirectory() ? 'tree' : target.endsWith('.png') ? 'raw' : 'blob';
        return `${repository}/${form}/main/${target}`;
      }),
    );
  }
}

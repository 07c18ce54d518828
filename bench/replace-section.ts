/**
 * Puts the text between the lines `<!-- NAME: … -->` and `<!-- /NAME -->` of a Markdown page, in place of what is
 * there.
 *
 * @throws Error where the page has no such section
 */
export function replaceSection(page: string, name: string, text: string): string {
  readSection(page, name);
  return page.replace(
    sectionOf(name),
    (_all, head: string, _text: string, foot: string) => `${head}\n${text.trim()}\n\n${foot}`,
  );
}

/**
 * The text of that section.
 *
 * @throws Error where the page has no such section
 */
export function readSection(page: string, name: string): string {
  const text = sectionOf(name).exec(page)?.[2];
  if (text === undefined) throw new Error(`"${name}" is no section of the page; expected <!-- ${name}: … --> in it.`);
  return text.trim();
}

function sectionOf(name: string): RegExp {
  return new RegExp(`(<!-- ${name}:[^\\n]*-->\\n)([^]*?)(<!-- /${name} -->)`);
}

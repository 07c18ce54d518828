/**
 * Puts the text between the lines `<!-- NAME: … -->` and `<!-- /NAME -->` of a Markdown page, in place of what is
 * there.
 *
 * @throws Error where the page has no such section
 */
export function replaceSection(page: string, name: string, text: string): string {
  const section = new RegExp(`(<!-- ${name}:[^\\n]*-->\\n)[^]*?(<!-- /${name} -->)`);
  if (!section.test(page)) throw new Error(`"${name}" is no section of the page; expected <!-- ${name}: … --> in it.`);
  return page.replace(section, (_all, head: string, foot: string) => `${head}\n${text.trim()}\n\n${foot}`);
}

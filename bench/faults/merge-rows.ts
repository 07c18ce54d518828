/**
 * The tables of `fresh` with the rows that only `standing` has, in the order of `names`, which the first cells of all
 * rows are. What is around the tables is that of `fresh`.
 *
 * @throws Error where the two were not measured on the same day of the same versions
 */
export function mergeRows(standing: string, fresh: string, names: readonly string[]): string {
  const [was, is] = [standing, fresh].map((text) => /^Measured on (.*?)\. /m.exec(text)?.[1]);
  if (was !== is) throw new Error(`The tables were measured on "${was}", these rows on "${is}"; measure them all.`);
  const tables = standing.split('\n\n').filter(isTable);
  return fresh
    .split('\n\n')
    .map((part) => (isTable(part) ? mergeTables(tables.shift() ?? '', part, names) : part))
    .join('\n\n');
}

function isTable(part: string): boolean {
  return part.startsWith('|');
}

function mergeTables(standing: string, fresh: string, names: readonly string[]): string {
  const rows = new Map([standing, fresh].flatMap((table) => rowsOf(table).map((row) => [nameOf(row), row])));
  const head = fresh.split('\n').slice(0, 2);
  return [...head, ...names.flatMap((name) => rows.get(name) ?? [])].join('\n');
}

function rowsOf(table: string): string[] {
  return table.trimEnd().split('\n').slice(2);
}

function nameOf(row: string): string {
  return /^\| (.*?) \|/.exec(row)?.[1] ?? '';
}

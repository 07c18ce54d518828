const packageOfFile = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;
/** More names than these help nobody. */
const MOST_NAMES = 5;

/**
 * One sentence where modules that are to be hooked were loaded before: what they do is not traced.
 *
 * @param files that are loaded
 * @param hooked names of modules, of which those of OpenTelemetry itself may come early
 */
export function describeLoadedBefore(files: readonly string[], hooked: ReadonlySet<string>): string | undefined {
  const names = new Set<string>();
  for (const file of files) {
    const name = packageOfFile.exec(file)?.[1]?.replace('\\', '/');
    if (name !== undefined && hooked.has(name) && !name.startsWith('@opentelemetry/')) names.add(name);
  }
  if (names.size === 0) return undefined;
  const shown = [...names].slice(0, MOST_NAMES).map((name) => `"${name}"`);
  const more = names.size > MOST_NAMES ? ` and ${names.size - MOST_NAMES} more` : '';
  const [was, is] = names.size === 1 ? ['was', 'is'] : ['were', 'are'];
  return `${shown.join(', ')}${more} ${was} loaded before otel-xray and ${is} not traced; load otel-xray first, as by "node --require otel-xray/register".`;
}

/** An expression with a further condition, in the place of an earlier one about the same thing. */
export function withResponseTime(expression: string, from: number, to: number): string {
  const rest = withoutResponseTime(expression);
  return joinConditions(rest, `responsetime >= ${decimal(from)} AND responsetime <= ${decimal(to)}`);
}

/** The expression without the conditions that {@link withResponseTime} writes. */
export function withoutResponseTime(expression: string): string {
  return expression
    .replaceAll(/\s*(?:\bAND\s+)?\bresponsetime\s*(?:>=|<=|>|<)\s*\d+(?:\.\d+)?/gi, '')
    .replace(/^\s*AND\s+/i, '')
    .trim();
}

/** Both expressions, each as a whole. */
export function joinConditions(left: string, right: string): string {
  if (left.trim() === '') return right;
  // OR binds weaker than AND.
  const whole = /\bOR\b/i.test(left) ? `(${left})` : left;
  return `${whole} AND ${right}`;
}

/** `service("shop")`. */
export function serviceCondition(name: string, inner = ''): string {
  return `service(${quote(name)})${inner === '' ? '' : ` { ${inner} }`}`;
}

/** `edge("shop", "pricing")`. */
export function edgeCondition(from: string, to: string, inner = ''): string {
  return `edge(${quote(from)}, ${quote(to)})${inner === '' ? '' : ` { ${inner} }`}`;
}

/** `annotation[tenant] = "acme"`. */
export function annotationCondition(key: string, value: string | number | boolean): string {
  return `annotation[${key}] = ${typeof value === 'string' ? quote(value) : String(value)}`;
}

/** Seconds with no more digits than the eye can drag: three significant ones, without an exponent. */
export function decimal(seconds: number): string {
  const digits = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(Math.max(seconds, 1e-6)))));
  const text = seconds.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

import type { Filter, Selector } from './filter.ts';

/** The expression that reads as this filter. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
      return filter.parts.map((part) => wrap(part, part.kind === 'or' || part.kind === 'and')).join(' AND ');
    case 'or':
      return filter.parts.map((part) => wrap(part, part.kind === 'or')).join(' OR ');
    case 'not':
      return `!${wrap(filter.part, filter.part.kind === 'and' || filter.part.kind === 'or')}`;
    case 'flag':
      return filter.value ? filter.keyword : `${filter.keyword} = false`;
    case 'present':
      return filter.keyword;
    case 'number':
    case 'text':
      return `${filter.keyword} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'annotation': {
      const side = filter.side === undefined ? '' : `${filter.side}.`;
      const test = filter.test === undefined ? '' : ` ${filter.test.operator} ${JSON.stringify(filter.test.value)}`;
      return `${side}annotation[${JSON.stringify(filter.key)}]${test}`;
    }
    case 'service':
      return `service(${filter.selector === undefined ? '' : printSelector(filter.selector)})${printBlock(filter.inner)}`;
    case 'edge': {
      const { source, target } = filter;
      const ends = source && target ? `${printSelector(source)}, ${printSelector(target)}` : '';
      return `edge(${ends})${printBlock(filter.inner)}`;
    }
    case 'rootcause':
      return `rootcause.${filter.cause}.${filter.level}${printBlock(filter.inner)}`;
    case 'rootcause-json':
      return `rootcause.json = #${JSON.stringify(filter.value)}`;
    case 'group':
      return `group.${filter.by} = ${JSON.stringify(filter.value)}`;
  }
}

function wrap(filter: Filter, needsBrackets: boolean): string {
  return needsBrackets ? `(${printFilter(filter)})` : printFilter(filter);
}

function printBlock(inner: Filter | undefined): string {
  return inner === undefined ? '' : ` { ${printFilter(inner)} }`;
}

function printSelector({ name, type, accountId }: Selector): string {
  const parts = [
    ...(name === undefined ? [] : [`name: ${JSON.stringify(name)}`]),
    ...(type === undefined ? [] : [`type: ${JSON.stringify(type)}`]),
    ...(accountId === undefined ? [] : [`account.id: ${JSON.stringify(accountId)}`]),
  ];
  return `id(${parts.join(', ')})`;
}

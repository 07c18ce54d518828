import { quoteValue } from '../config/printable.ts';
import type { Drop, DropListener } from '../local/translate-spans.ts';
import type { DropReason } from '../translator/index.ts';
import type { OutputStream } from './cli-context.ts';

/** Tells of spans that X-Ray would never see. */
export interface DropPrinter {
  /** Tells of the first span for each reason; the others are counted. */
  readonly onDrop: DropListener;
  /** Says how many there were, unless each was told of. */
  finish(): void;
}

/** What a span has by which the exporter refuses it. */
const REASONS: Readonly<Record<DropReason, string>> = {
  'invalid-trace-id': 'a trace id that is none',
  'invalid-span-id': 'an id or a parent id that is none',
  'invalid-link': 'a link to an id that is none',
  'not-finite': 'NaN or an infinite number',
  'nested-too-deep': 'values nested too deep',
};

/** A printer for one run, with all counts at zero. */
export function createDropPrinter(stream: OutputStream): DropPrinter {
  const counts = new Map<DropReason, number>();
  return {
    onDrop({ span, reason }) {
      const count = (counts.get(reason) ?? 0) + 1;
      counts.set(reason, count);
      if (count === 1) stream.write(`${describeDrop({ span, reason })}\n`);
    },
    finish() {
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      if (total <= counts.size) return;
      const parts = [...counts].map(([reason, count]) => `${count} with ${REASONS[reason]}`);
      stream.write(`${total} spans were not shown: ${parts.join(', ')}.\n`);
    },
  };
}

function describeDrop({ span, reason }: Drop): string {
  const service = span.resource.attributes['service.name'];
  const owner = typeof service === 'string' && service !== '' ? ` of ${quoteValue(service)}` : '';
  const why = `has ${REASONS[reason]}, so a collector would not send it to X-Ray`;
  return `The span ${quoteValue(span.name)}${owner} ${why}. It is not shown; others like it are counted.`;
}

import { quoteValue } from '../../config/printable.ts';
import { fromXRayTraceId, toXRayTraceId } from '../../xray/trace-id.ts';
import { Unanswered } from './ask-xray.ts';
import { type ListQuestion, listTraces } from './list-traces.ts';

/** How many of the youngest traces are looked through for an end of an id. */
const SEARCHED_TRACES = 2000;
const SHORTEST_END = 4;

/**
 * The id in X-Ray's form of what the user calls `last`, an id in X-Ray's or OpenTelemetry's form, or the end of one, as
 * narrow lists show it. `last` is the youngest that the filter takes; undefined when there is none. Throws
 * {@link Unanswered}.
 */
export async function findTraceId(text: string, question: ListQuestion): Promise<string | undefined> {
  if (text === 'last') return (await listTraces(question, 1)).summaries[0]?.Id;
  const word = text.toLowerCase().replace(/^…/, '');
  if (/^[\da-f]{32}$/.test(word)) return toXRayTraceId(word);
  if (fromXRayTraceId(word) !== undefined || !/^[\da-f]+$/.test(word) || word.length < SHORTEST_END) return text;
  const { summaries } = await listTraces({ ...question, filter: '' }, SEARCHED_TRACES);
  const [found, ...others] = summaries.map(({ Id }) => Id).filter((id) => id.endsWith(word));
  if (others.length === 0) return found ?? text;
  throw new Unanswered(`${quoteValue(text)} is the end of ${others.length + 1} traces; expected more of the id.`);
}

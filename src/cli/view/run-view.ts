import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsoleStatus, MapRequest } from '../../local/api/console-api.ts';
import type { BatchGetTracesResult, GetServiceGraphResult, TraceSummary } from '../../local/api/xray-api.ts';
import { parseFilter } from '../../local/filter/parse-filter.ts';
import { parseExactJson, stringifyExactJson } from '../../local/query/json-text.ts';
import type { AssembledDocument } from '../../local/query/trace-segments.ts';
import type { CliContext, CliEnding } from '../cli-context.ts';
import { escapeForTerminal } from '../document-printer.ts';
import { detectTerminal } from '../terminal/terminal-capabilities.ts';
import { underlineFault } from '../terminal/underline-fault.ts';
import { createTracePrinter } from '../trace-printer.ts';
import { askXRay, Unanswered } from './ask-xray.ts';
import { findTraceId } from './find-trace-id.ts';
import { ALL_TIME, listTraces } from './list-traces.ts';
import { renderMap } from './render-map.ts';
import { renderSummary } from './render-summary.ts';
import type { ViewCommand } from './view-command-line.ts';

/** What `--follow` takes at a time of what is new. */
const FOLLOWED_TRACES = 100;
const POLL_MILLIS = 500;

/** `otel-xray traces`, `trace` and `map`: shows what a running local X-Ray has. */
export async function runView(command: ViewCommand, context: CliContext): Promise<CliEnding> {
  const { stderr, environment } = context;
  const parsed = parseFilter(command.filter);
  if (!parsed.ok) {
    const place = underlineFault(command.filter, parsed.error, detectTerminal(stderr, environment).width);
    stderr.write(`"--filter" is no filter expression of X-Ray: ${parsed.error.message}\n${place}\n`);
    return { code: 2 };
  }
  try {
    if (command.kind === 'traces') await showTraces(command, context);
    else if (command.kind === 'trace') await showTrace(command, context);
    else await showMap(command, context);
    return { code: 0 };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    stderr.write(`${error.message}\n`);
    return { code: 1 };
  }
}

async function showTraces(command: ViewCommand, context: CliContext): Promise<void> {
  const { stdout, stderr, environment } = context;
  const show = (summary: TraceSummary): void => {
    if (command.json) stdout.write(toJsonLine(summary));
    else stdout.write(renderSummary(summary, detectTerminal(stdout, environment)));
  };
  const { limit } = command;
  const share = await readShareOf(command);
  const { summaries, hasMore } = await listTraces(command, command.follow ? Math.max(limit, FOLLOWED_TRACES) : limit);
  const shown = summaries.slice(0, limit);
  for (const summary of shown.toReversed()) show(summary);
  if (share < 1 && shown.length > 0) stderr.write(`${sayStillRead(share)}\n`);
  if (command.follow) await follow(summaries, command, show);
  else if (shown.length === 0) stderr.write(`${sayNothing(command, share)}\n`);
  else if (hasMore) stderr.write(`These are the youngest ${shown.length}; "--limit" shows more.\n`);
}

/** Shows what comes after what is known, until the process ends. */
async function follow(
  known: readonly TraceSummary[],
  command: ViewCommand,
  show: (summary: TraceSummary) => void,
): Promise<never> {
  const seen = new Map(known.map(({ Id, Revision }) => [Id, Revision]));
  const partial = new Set<string>();
  let since = Date.now() / 1000 - 60;
  for (;;) {
    await sleep(POLL_MILLIS);
    const now = Date.now() / 1000;
    const range = { StartTime: since, EndTime: now + 60, TimeRangeType: 'Event' } as const;
    const arrived = await listTraces(command, FOLLOWED_TRACES, range);
    for (const summary of arrived.summaries.toReversed()) {
      // What is still arriving is shown when it is whole, or when nothing more has come since the last look.
      if (seen.get(summary.Id) === summary.Revision && !partial.has(summary.Id)) continue;
      if (summary.IsPartial && seen.get(summary.Id) !== summary.Revision) partial.add(summary.Id);
      else if (!seen.has(summary.Id) || partial.delete(summary.Id)) show(summary);
      seen.set(summary.Id, summary.Revision);
    }
    since = Math.max(since, now - 60);
  }
}

async function showTrace(command: ViewCommand, context: CliContext): Promise<void> {
  const { json } = command;
  const id = await findTraceId(command.traceId, command);
  if (id === undefined) throw new Unanswered(sayNothing(command, await readShareOf(command)));
  const { Traces } = await askXRay<BatchGetTracesResult>(command, 'Traces', { TraceIds: [id] });
  const [trace] = Traces;
  if (trace === undefined) throw new Unanswered('There is no such trace; "otel-xray traces" lists what is there.');
  const documents = trace.Segments.map(({ Document }) => parseExactJson(Document) as AssembledDocument);
  if (json) {
    context.stdout.write(toJsonLine({ ...trace, Segments: documents }));
    return;
  }
  const recorded = documents.filter(({ inferred }) => inferred !== true);
  createTracePrinter(context.stdout, context)({ traceId: trace.Id, documents: recorded, revision: 0 });
}

async function showMap(command: ViewCommand, context: CliContext): Promise<void> {
  const { stdout, environment, stderr } = context;
  const share = await readShareOf(command);
  const question: MapRequest = { ...ALL_TIME, FilterExpression: command.filter };
  const { Services } = await askXRay<GetServiceGraphResult>(command, 'console/map', question);
  if (command.json) stdout.write(toJsonLine({ Services, ReadShare: share }));
  else if (Services.length === 0) stderr.write(`${sayNothing(command, share)}\n`);
  else stdout.write(renderMap(Services, detectTerminal(stdout, environment)));
  if (share < 1 && Services.length > 0) stderr.write(`${sayStillRead(share)}\n`);
}

/** How much of the file behind the X-Ray can be found, from 0 to 1. */
async function readShareOf(command: ViewCommand): Promise<number> {
  return (await askXRay<ConsoleStatus>(command, 'console/status')).readShare;
}

function sayNothing({ filter }: ViewCommand, share: number): string {
  const nothing = filter === '' ? 'No traces yet.' : 'No trace matches the filter.';
  return share < 1 ? `${nothing} ${sayStillRead(share)}` : nothing;
}

function sayStillRead(share: number): string {
  return `Older traces are still being read from the file, of which ${Math.floor(share * 100)} % can be found so far.`;
}

function toJsonLine(value: unknown): string {
  return `${escapeForTerminal(stringifyExactJson(value))}\n`;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { MapRequest } from '../../local/api/console-api.ts';
import type {
  BatchGetTracesResult,
  GetServiceGraphResult,
  GetTraceSummariesResult,
  TraceSummary,
} from '../../local/api/xray-api.ts';
import { parseExactJson, stringifyExactJson } from '../../local/query/json-text.ts';
import type { AssembledDocument } from '../../local/query/trace-segments.ts';
import type { CliContext, CliEnding } from '../cli-context.ts';
import { escapeForTerminal } from '../document-printer.ts';
import { detectTerminal } from '../terminal/terminal-capabilities.ts';
import { createTracePrinter } from '../trace-printer.ts';
import { askXRay, Unanswered } from './ask-xray.ts';
import { renderMap } from './render-map.ts';
import { renderSummary } from './render-summary.ts';
import type { ViewCommand } from './view-command-line.ts';

/** Traces that `traces` shows of those that are there already. */
const LISTED_TRACES = 50;
const POLL_MILLIS = 500;
/** Everything up to a clock that is a day ahead. */
const ALL_TIME = { StartTime: 0, EndTime: 4_102_444_800 };

/** `otel-xray traces`, `trace` and `map`: shows what a running local X-Ray has. */
export async function runView(command: ViewCommand, context: CliContext): Promise<CliEnding> {
  try {
    if (command.kind === 'traces') await showTraces(command, context);
    else if (command.kind === 'trace') await showTrace(command, context);
    else await showMap(command, context);
    return { code: 0 };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    context.stderr.write(`${error.message}\n`);
    return { code: 1 };
  }
}

async function showTraces(command: ViewCommand, context: CliContext): Promise<void> {
  const show = (summary: TraceSummary): void => {
    const { stdout, environment } = context;
    if (command.json) stdout.write(toJsonLine(summary));
    else stdout.write(renderSummary(summary, detectTerminal(stdout, environment)));
  };
  const first = await ask(command, ALL_TIME);
  const seen = new Map(first.map(({ Id, Revision }) => [Id, Revision]));
  for (const summary of first.slice(0, LISTED_TRACES).reverse()) show(summary);
  if (first.length === 0 && !command.follow) context.stderr.write('No traces yet.\n');
  const partial = new Set<string>();
  let since = Date.now() / 1000 - 60;
  while (command.follow) {
    await sleep(POLL_MILLIS);
    const now = Date.now() / 1000;
    const arrived = await ask(command, { StartTime: since, EndTime: now + 60, TimeRangeType: 'Event' });
    for (const summary of arrived.toReversed()) {
      // What is still arriving is shown when it is whole, or when nothing more has come since the last look.
      if (seen.get(summary.Id) === summary.Revision && !partial.has(summary.Id)) continue;
      if (summary.IsPartial && seen.get(summary.Id) !== summary.Revision) partial.add(summary.Id);
      else if (!seen.has(summary.Id) || partial.delete(summary.Id)) show(summary);
      seen.set(summary.Id, summary.Revision);
    }
    since = Math.max(since, now - 60);
  }
}

async function ask(command: ViewCommand, range: object): Promise<readonly TraceSummary[]> {
  const { filter } = command;
  const question = { ...range, ...(filter !== '' && { FilterExpression: filter }) };
  const { TraceSummaries } = await askXRay<GetTraceSummariesResult>(command, 'TraceSummaries', question);
  return TraceSummaries;
}

async function showTrace(command: ViewCommand, context: CliContext): Promise<void> {
  const { json } = command;
  const id = command.traceId === 'last' ? (await ask(command, ALL_TIME))[0]?.Id : command.traceId;
  if (id === undefined) throw new Unanswered('No traces yet.');
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
  const question: MapRequest = { ...ALL_TIME, FilterExpression: command.filter };
  const { Services } = await askXRay<GetServiceGraphResult>(command, 'console/map', question);
  if (command.json) stdout.write(toJsonLine({ Services }));
  else if (Services.length === 0) stderr.write('No traces yet.\n');
  else stdout.write(renderMap(Services, detectTerminal(stdout, environment)));
}

function toJsonLine(value: unknown): string {
  return `${escapeForTerminal(stringifyExactJson(value))}\n`;
}

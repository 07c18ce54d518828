import { type AwsCallResult, CALLS, WARM_UP_CALLS } from './aws-call.ts';
import type { Hold } from './export-holds.ts';
import type { ExportResult } from './export.ts';
import type { InstalledSize } from './installed-size.ts';
import type { RequestTable } from './request.ts';
import type { StartUpResult } from './start-up.ts';
import type { Measured } from './statistics.ts';
import { BARE } from './subjects.ts';

/** Everything that one run measured, as it is kept between runs. */
export interface Results {
  readonly takenOn: string;
  readonly node: string;
  readonly effort: string;
  readonly startUp?: { readonly results: readonly StartUpResult[]; readonly isValid: boolean };
  readonly requests: readonly RequestTable[];
  readonly awsCalls?: { readonly results: readonly AwsCallResult[]; readonly isValid: boolean };
  readonly exporting?: ExportResult;
  readonly holds?: readonly Hold[];
  readonly sizes?: readonly InstalledSize[];
}

const HEAD = `# Performance

Written by \`npm run bench\`; do not edit. How it is measured: the subject runs on one core, load, downstream service and sink on another; windows of a fixed number of requests are interleaved in random order over several process generations; ratios are taken within a round against the uninstrumented application, and the table has their medians with the middle half in brackets. The uninstrumented application runs twice: where the second differs from the first by more than 5 %, the machine was too busy and the table is marked as not valid.
`;

const TITLES = { all: 'every request sampled', some: '5 % sampled', none: 'no request sampled' } as const;

/** docs/performance.md as Markdown. */
export function renderResults({
  takenOn,
  node,
  effort,
  startUp,
  requests,
  awsCalls,
  exporting,
  holds,
  sizes,
}: Results): string {
  return [
    HEAD,
    `Measured on ${takenOn} on Node ${node}, ${effort}.\n`,
    ...(startUp ? [renderStartUp(startUp.results, startUp.isValid)] : []),
    ...requests.map(renderRequests),
    ...(awsCalls ? [renderAwsCalls(awsCalls.results, awsCalls.isValid)] : []),
    ...(exporting ? [renderExport(exporting)] : []),
    ...(holds ? [renderHolds(holds)] : []),
    ...(sizes ? [renderSizes(sizes)] : []),
  ].join('\n');
}

function renderStartUp(results: readonly StartUpResult[], isValid: boolean): string {
  const rows = results.map(({ subject, millis, addedMillis }) => [subject, spread(millis, 0), addedMillis.toFixed(0)]);
  return `## Start-up\nCPU of an empty script, ms.${validity(isValid)}\n\n${table(['subject', 'CPU ms', 'added ms'], rows)}`;
}

function renderRequests({ sampling, afterRequests, results, controlRatio, isValid }: RequestTable): string {
  const bareHeap = results.find(({ subject }) => subject === BARE)?.heapBytes ?? Number.NaN;
  const rows = results.map(({ subject, micros, ratio, spansPerRequest, hasArrived, heapBytes }) => [
    hasArrived ? subject : `${subject} †`,
    spread(micros, 0),
    spread(ratio, 2),
    spansPerRequest.toFixed(2),
    ((heapBytes - bareHeap) / 1e6).toFixed(1),
  ]);
  const header = ['subject', 'CPU µs', '× uninstrumented', 'spans arrived per request', 'heap + MB'];
  return `## Request, ${TITLES[sampling]}, after ${afterRequests.toLocaleString('en')} others\nExpress, one downstream call; export included. Control pair: ${controlRatio.toFixed(3)}.${validity(isValid)}\n\n${table(header, rows)}${footnote(sampling, results)}`;
}

function footnote(sampling: RequestTable['sampling'], results: RequestTable['results']): string {
  const isLosing = results.some(({ hasArrived }) => !hasArrived);
  const isSending = sampling === 'none' && results.some(({ spansPerRequest }) => spansPerRequest > 0);
  return [
    ...(isLosing ? ['\n† Spans were lost: its figures are too low.\n'] : []),
    ...(isSending
      ? ['\nWhere spans arrive though none is sampled, the subject leaves it to its agent to drop them.\n']
      : []),
  ].join('');
}

function renderAwsCalls(results: readonly AwsCallResult[], isValid: boolean): string {
  const rows = results.map(({ subject, sampling, place, micros, addedMicros }) => [
    subject,
    place,
    sampling === 'all' ? 'yes' : 'no',
    spread(micros, 0),
    spread(addedMicros, 1),
  ]);
  const method = `DynamoDB GetItem answered by a stub in place of the network, µs of CPU on one core. The same client calls as the SDK alone would and traced, in windows of ${String(CALLS)} calls in turns, after ${String(WARM_UP_CALLS)} others; the spread is that of processes.`;
  const invalid = isValid ? '' : ' **Not valid**: the control pair differs by more than 5 µs.';
  return `## AWS SDK v3 call\n${method}${invalid}\n\n${table(['subject', 'the call', 'sampled', 'CPU µs', 'added µs'], rows)}`;
}

function renderExport({ enrichMicros, encodeMicros, bytesPerSpan, pieceMillis }: ExportResult): string {
  return `## Export\nPer span: ${enrichMicros.toFixed(1)} µs to enrich, ${encodeMicros.toFixed(1)} µs to encode, ${bytesPerSpan.toFixed(0)} bytes. The event loop is held for ${pieceMillis.toFixed(2)} ms at a time.\n`;
}

function renderHolds(holds: readonly Hold[]): string {
  const rows = holds.map(({ situation, longestMillis, bareMillis }) => [
    situation,
    spread(longestMillis, 1),
    spread(bareMillis, 1),
  ]);
  return `### The longest turn of the event loop\nThe longest of each process, ms, collections of garbage included; what the application records itself is not counted. Node's own \`crypto\`, \`tls\` and \`http2\`, which gRPC needs, are loaded by the first export where nobody has loaded them, each in a turn of its own.\n\n${table(['situation', 'otel-xray', 'uninstrumented'], rows)}`;
}

function renderSizes(sizes: readonly InstalledSize[]): string {
  const rows = sizes.map(({ subject, megabytes, packages }) => [subject, megabytes.toFixed(1), String(packages)]);
  return `## Installed\n\n${table(['subject', 'MB', 'packages'], rows)}`;
}

function validity(isValid: boolean): string {
  return isValid ? '' : ' **Not valid**: the control pair differs by more than 5 %, or spans were lost.';
}

function spread({ median, low, high }: Measured, digits: number): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map((_, index) => (index === 0 ? '---' : '--:')), ...rows];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

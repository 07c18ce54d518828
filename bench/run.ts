/**
 * Measures otel-xray beside its peers and writes docs/performance.md.
 *
 * npm run bench                        everything, in about half an hour of a quiet machine
 * npm run bench -- --quick             ours and the uninstrumented application only, shorter windows; writes no page
 * npm run bench -- --section requests  one of start-up, requests, aws-call, export, size
 * npm run bench -- --fresh             forgets what an earlier, interrupted run has measured, of all or of the section
 * npm run bench -- --profile all       where the CPU of a request goes (all, some or none sampled)
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureAwsCalls } from './aws-call.ts';
import { measureHolds } from './export-holds.ts';
import { measureExport } from './export.ts';
import { installPeers } from './install-peers.ts';
import { measureInstalledSizes } from './installed-size.ts';
import { profileRequests } from './profile.ts';
import { renderResults, type Results } from './render.ts';
import { measureRequests, type RequestEffort, type RequestTable } from './request.ts';
import { measureStartUp } from './start-up.ts';
import { BARE, CONTROL, OWN, type Sampling, subjects } from './subjects.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    section: { type: 'string' },
    profile: { type: 'string' },
  },
});
const { quick, section } = values;
const ownNames = [BARE, CONTROL, OWN];
const names = quick ? ownNames : subjects.map(({ name }) => name);
const effort = quick
  ? { generations: 1, rounds: 12, requests: 500, warmUps: 10 }
  : { generations: 3, rounds: 6, requests: 500, warmUps: 32 };
/** A second look at ours alone, while V8 still compiles. */
const earlyEffort = { ...effort, warmUps: 6 };
const file = path.resolve(import.meta.dirname, `../.cache/bench/${quick ? 'quick' : 'full'}.json`);
if (values.fresh && section === undefined) rmSync(file, { force: true });

/** Steps that were measured already are kept, so that an interrupted run goes on where it stopped. */
type Kept = { -readonly [Key in keyof Results]: Results[Key] };
const kept: Kept = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Kept)
  : {
      takenOn: new Date().toISOString().slice(0, 10),
      node: process.versions.node,
      effort: `${String(effort.generations)} process generations of ${String(effort.rounds)} windows of ${String(effort.requests)} requests`,
      requests: [],
    };

if (values.fresh) forget();

function forget(): void {
  if (isWanted('start-up')) delete kept.startUp;
  if (isWanted('aws-call')) delete kept.awsCalls;
  if (isWanted('export')) {
    delete kept.exporting;
    delete kept.holds;
  }
  if (isWanted('size')) delete kept.sizes;
  if (isWanted('requests')) kept.requests = [];
}

function keep(): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(kept, undefined, 2));
}

function isWanted(name: string): boolean {
  return section === undefined || section === name;
}

async function measureAll(): Promise<void> {
  installPeers(names);
  if (isWanted('start-up')) kept.startUp ??= measureStartUp(names, quick ? 7 : 10);
  keep();
  if (isWanted('aws-call'))
    kept.awsCalls ??= await measureAwsCalls(quick ? { generations: 1, rounds: 60 } : { generations: 5, rounds: 120 });
  keep();
  if (isWanted('export')) kept.exporting ??= measureExport(quick ? 20 : 60);
  if (isWanted('export')) kept.holds ??= await measureHolds(quick ? 1 : 5);
  keep();
  if (isWanted('size')) kept.sizes ??= measureInstalledSizes(names);
  keep();
  if (!isWanted('requests')) return;
  for (const sampling of ['all', 'some', 'none'] as const) {
    await addRequests(sampling, sampling === 'some' ? ownNames : names, effort);
    if (!quick) await addRequests(sampling, ownNames, earlyEffort);
  }
}

async function addRequests(sampling: Sampling, subjectNames: readonly string[], how: RequestEffort): Promise<void> {
  const afterRequests = how.warmUps * how.requests;
  const isSame = (table: RequestTable): boolean => table.sampling === sampling && table.afterRequests === afterRequests;
  if (kept.requests.some(isSame)) return;
  kept.requests = [...kept.requests, await measureRequests(sampling, subjectNames, how)];
  keep();
}

if (values.profile !== undefined) await profileRequests(values.profile as Sampling);
else {
  await measureAll();
  const page = renderResults(kept);
  console.log(page);
  if (!quick) writeFileSync(path.resolve(import.meta.dirname, '../docs/performance.md'), page);
}

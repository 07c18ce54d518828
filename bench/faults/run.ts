/**
 * `npm run bench:faults [-- NAME…]`: the ways in which a process ends, with each tracer, while the collector is up,
 * down and hanging. Installs the peers into their folders, and writes the tables into docs/reliability.md, unless
 * names of subjects are given: then it only prints. Takes about ten minutes.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { replaceSection } from '../replace-section.ts';
import type { CollectorState } from './collector.ts';
import { endService, type Outcome } from './end-service.ts';
import { renderFaults, type Row } from './render.ts';
import { folderOf, type Subject, subjects as allSubjects } from './subjects.ts';
import { type Way, ways } from './ways.ts';

const CONCURRENCY = 2;
const named = process.argv.slice(2);
const subjects = allSubjects.filter(({ name }) => named.length === 0 || named.includes(name));
for (const subject of subjects) installPeer(subject);

const results = new Map<CollectorState, Row[]>();
for (const state of ['up', 'down', 'hanging'] as const) results.set(state, await endAll(state));
const text = renderFaults(results, subjects, new Date().toISOString().slice(0, 10));
console.log(text);
if (named.length === 0) {
  const file = path.join(import.meta.dirname, '../../docs/reliability.md');
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), 'faults', text));
}

async function endAll(state: CollectorState): Promise<Row[]> {
  const runs = ways.flatMap((way) => [undefined, ...subjects].map((subject) => ({ way, subject })));
  const outcomes = new Map<Way, Map<Subject | undefined, Outcome>>(ways.map((way) => [way, new Map()]));
  const work = async (): Promise<void> => {
    for (let run = runs.shift(); run; run = runs.shift()) {
      const { way, subject } = run;
      const outcome = await endService(subject, way, state);
      outcomes.get(way)?.set(subject, outcome);
      const { end, tookMillis, delivered } = outcome;
      console.log([state, way.name, subject?.name ?? 'untraced', end, Math.round(tookMillis), delivered].join(' | '));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  for (const [way, bySubject] of outcomes) await repeatSlow(way, state, bySubject);
  return [...outcomes].map(([way, bySubject]) => ({ way, outcomes: bySubject }));
}

/** A busy machine makes anybody slow once; who is slow three times is slow. The fastest of them counts. */
async function repeatSlow(
  way: Way,
  state: CollectorState,
  bySubject: Map<Subject | undefined, Outcome>,
): Promise<void> {
  const bareMillis = bySubject.get(undefined)?.tookMillis ?? 0;
  for (const [subject, first] of bySubject) {
    let best = first;
    for (let again = 0; again < 2 && best.end !== 'alive' && best.tookMillis - bareMillis >= 1000; again += 1) {
      const outcome = await endService(subject, way, state);
      if (outcome.end === best.end && outcome.tookMillis < best.tookMillis) best = outcome;
    }
    bySubject.set(subject, best);
  }
}

function installPeer(subject: Subject): void {
  const cwd = folderOf(subject);
  if (subject.folder === undefined || existsSync(path.join(cwd, 'node_modules'))) return;
  const args = ['install', '--no-package-lock', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`"${subject.name}" could not be installed in ${cwd}.`);
}

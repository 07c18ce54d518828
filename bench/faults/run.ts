/**
 * `npm run bench:faults [-- --ends | --others] [--row=TEXT] [NAME…]`: the ways in which a process ends, with each tracer, while the
 * collector is up, down and hanging (`--ends`), and what comes of each tracer where the application brings tracing of
 * its own (`--others`); without either both. Installs the peers into their folders, and writes the tables into
 * docs/reliability.md, unless names of subjects are given: then it only prints. Takes about twenty minutes; with
 * `--row`, which may be repeated, only rows that have the text in them are measured, and put among the others of the
 * same day and versions.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readSection, replaceSection } from '../replace-section.ts';
import type { CollectorState } from './collector.ts';
import { endService, type Outcome } from './end-service.ts';
import { mergeRows } from './merge-rows.ts';
import { renderOthers, type Sightings } from './others/render.ts';
import { runScenario, type Sighting } from './others/run-scenario.ts';
import { plain, type Scenario, scenarios } from './others/scenarios.ts';
import { toolsFolder } from './others/tools.ts';
import { renderFaults, type Row } from './render.ts';
import { folderOf, type Subject, subjects as allSubjects } from './subjects.ts';
import { type Way, ways } from './ways.ts';

const CONCURRENCY = 2;
const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith('--'));
const rowTexts = args.flatMap((arg) => /^--row=(.+)$/.exec(arg)?.[1] ?? []);
const isChosen = (title: string): boolean => rowTexts.length === 0 || rowTexts.some((text) => title.includes(text));
const subjects = allSubjects.filter(({ name }) => named.length === 0 || named.includes(name));
for (const subject of subjects) if (subject.folder !== undefined) install(folderOf(subject));

const today = new Date().toISOString().slice(0, 10);
if (!args.includes('--others')) {
  const results = new Map<CollectorState, Row[]>();
  for (const state of ['up', 'down', 'hanging'] as const) results.set(state, await endAll(state));
  const names = ways.map(({ name }) => name);
  write('faults', renderFaults(results, subjects, today), names);
}
if (!args.includes('--ends')) {
  install(toolsFolder);
  const titles = scenarios.map(({ title }) => title);
  write('others', renderOthers(await runOthers(), subjects, today), titles);
}

function write(section: string, text: string, names: readonly string[]): void {
  console.log(text);
  if (named.length > 0) return;
  const file = path.join(import.meta.dirname, '../../docs/reliability.md');
  const page = readFileSync(file, 'utf8');
  const whole = rowTexts.length === 0 ? text : mergeRows(readSection(page, section), text, names);
  writeFileSync(file, replaceSection(page, section, whole));
}

async function runOthers(): Promise<Sightings> {
  const sightings = new Map<Scenario, Map<Subject | undefined, Sighting>>();
  for (const scenario of scenarios) {
    // With the plain one all others are compared.
    if (scenario !== plain && !isChosen(scenario.title)) continue;
    const bySubject = new Map<Subject | undefined, Sighting>();
    sightings.set(scenario, bySubject);
    for (const subject of [undefined, ...subjects]) {
      const sighting = await runScenario(scenario, subject);
      bySubject.set(subject, sighting);
      console.log([scenario.title, subject?.name ?? 'untraced', sighting.spans, sighting.lines].join(' | '));
    }
  }
  return sightings;
}

async function endAll(state: CollectorState): Promise<Row[]> {
  const chosen = ways.filter(({ name }) => isChosen(name));
  const runs = chosen.flatMap((way) => [undefined, ...subjects].map((subject) => ({ way, subject })));
  const outcomes = new Map<Way, Map<Subject | undefined, Outcome>>(chosen.map((way) => [way, new Map()]));
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

function install(cwd: string): void {
  if (existsSync(path.join(cwd, 'node_modules'))) return;
  const args = ['install', '--no-package-lock', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm could not install what "${cwd}" names.`);
}

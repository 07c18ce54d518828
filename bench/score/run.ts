/**
 * Scores what X-Ray shows of a service under otel-xray, ADOT JS and the X-Ray SDK, and writes the result into the README
 * and docs/score.md. `npm run score`, or `npm run score -- otel-xray` for one subject, which writes nothing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findPostgres } from '../../scripts/postgres/find-postgres.ts';
import { installPostgres } from '../../scripts/postgres/install-postgres.ts';
import { isCollectorBuilt } from '../../test/collector/support/start-collector.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { renderPage, renderSums, renderTerminal } from './render.ts';
import { type Score, scoreSubject } from './score.ts';
import { subjects } from './subjects.ts';

const root = path.resolve(import.meta.dirname, '../..');
const peers = path.join(import.meta.dirname, 'peers');
const MARKERS = /(<!-- score -->\n)[^]*?(<!-- \/score -->)/;

function chooseSubjects(ids: readonly string[]): typeof subjects {
  const unknown = ids.find((id) => !subjects.some((subject) => subject.id === id));
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is no subject; there are ${subjects.map(({ id }) => id).join(', ')}.`);
  return ids.length === 0 ? subjects : subjects.filter(({ id }) => ids.includes(id));
}

/** The peers are no dependencies of ours: they are installed here, for the comparison only. */
function installPeers(): void {
  if (existsSync(path.join(peers, 'node_modules'))) return;
  console.log('Installing the tracers to compare with …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: peers, stdio: 'inherit' });
  if (status !== 0) throw new Error('The tracers to compare with could not be installed.');
}

function write(scores: readonly Score[]): void {
  const readme = path.join(root, 'README.md');
  const text = readFileSync(readme, 'utf8');
  writeFileSync(
    readme,
    text.replace(MARKERS, (_, open: string, close: string) => `${open}${renderSums(scores)}\n${close}`),
  );
  writeFileSync(
    path.join(root, 'docs/score.md'),
    renderPage(
      scores,
      isCollectorBuilt()
        ? 'a real collector with the awsxray exporter that ADOT v0.49 has (two of its helper modules stand in, see collector/README.md)'
        : 'the embedded translation of `otel-xray dev`, which equals the collector’s',
    ),
  );
  console.log('Written into README.md and docs/score.md.');
}

const chosen = chooseSubjects(process.argv.slice(2));
if (chosen.some(({ id }) => id !== 'otel-xray')) installPeers();
// Says what it does, and why not where it cannot.
spawnSync(process.execPath, [path.join(root, 'scripts/collector/build.ts')], { stdio: 'inherit' });
if (!isCollectorBuilt())
  console.log('Spans go through the translation of "otel-xray dev" instead, which equals the collector’s.');
const installed = installPostgres(true);
const programs = findPostgres();
if (programs === undefined) throw new Error(installed.message);
await using postgres = await startPostgres(programs);

const scores: Score[] = [];
for (const subject of chosen) {
  console.log(`Running the service under ${subject.name} …`);
  scores.push(await scoreSubject(subject, postgres.url));
}
console.log(renderTerminal(scores));
if (chosen.length === subjects.length) write(scores);
const own = scores.find(({ subject }) => subject.id === 'otel-xray');
if (own !== undefined && Object.values(own.findings).some((findings) => findings.some((each) => each !== undefined)))
  process.exitCode = 1;

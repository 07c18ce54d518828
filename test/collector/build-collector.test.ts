import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  buildCollector,
  type BuildCollectorOptions,
  type BuildCollectorResult,
} from '../../scripts/collector/build-collector.ts';
import { collectorBinary, collectorFolder, collectorManifest } from '../../scripts/collector/location.ts';
import type { StandIn } from '../../scripts/collector/stand-ins.ts';

let folder: string;
let manifest: string;
let cache: string;
let standIn: StandIn;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-build-'));
  manifest = path.join(folder, 'builder-config.yaml');
  cache = path.join(folder, 'cache');
  writeFileSync(manifest, readFileSync(collectorManifest));
  standIn = { module: 'example.com/contrib/helper', folder: path.join(folder, 'helper') };
  mkdirSync(standIn.folder);
  writeFileSync(path.join(standIn.folder, 'go.mod'), 'module example.com/contrib/helper\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Builds with a `go` of these shell lines, or without any. */
function build(
  go?: string,
  { env = {}, standIns = [standIn] }: Partial<BuildCollectorOptions> = {},
): BuildCollectorResult {
  const bin = path.join(folder, 'bin');
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin);
  if (go !== undefined) {
    writeFileSync(
      path.join(bin, 'go'),
      `#!/bin/sh\n[ "$1" = version ] && exit 0\necho "$@" >> ${folder}/calls\n${go}\n`,
    );
    chmodSync(path.join(bin, 'go'), 0o755);
  }
  const PATH = go === undefined ? bin : `${bin}:/usr/bin:/bin`;
  return buildCollector({ manifest, standIns, cache, env: { PATH, ...env } });
}

const SUCCEED = 'mkdir dist && echo collector > dist/xray-collector';
const folderOf = (standIns: readonly StandIn[] = [standIn]): string => collectorFolder(manifest, cache, standIns);
const calls = (): string[] =>
  existsSync(`${folder}/calls`) ? readFileSync(`${folder}/calls`, 'utf8').trim().split('\n') : [];

test('the builder is that of the version of the components', () => {
  expect(build(SUCCEED)).toMatchObject({ outcome: 'built', exitCode: 0 });
  expect(calls()).toEqual(['run go.opentelemetry.io/collector/cmd/builder@v0.156.0 --config builder-config.yaml']);
  expect(readFileSync(collectorBinary(folderOf()), 'utf8')).toBe('collector\n');
});

test('a manifest is built once, and another one takes its place', () => {
  build(SUCCEED);
  expect(build('exit 1')).toMatchObject({ outcome: 'cached', exitCode: 0 });
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replaceAll('0.156.0', '0.157.0'));
  expect(build(SUCCEED)).toMatchObject({ outcome: 'built' });
  expect(calls()).toHaveLength(2);
  expect(readdirSync(cache)).toEqual([path.basename(folderOf())]);
});

test('the builder is told the stand-ins, and the output says which they are', () => {
  expect(build(SUCCEED).message).toContain('with stand-ins of ours for example.com/contrib/helper');
  expect(readFileSync(path.join(folderOf(), 'builder-config.yaml'), 'utf8')).toBe(
    `${readFileSync(manifest, 'utf8')}\nreplaces:\n  - example.com/contrib/helper => ${standIn.folder}\n`,
  );
});

test('with the real modules alone the manifest is taken as it stands, and the output says so', () => {
  expect(build(SUCCEED, { standIns: [] }).message).toContain('of the real modules alone');
  expect(readFileSync(path.join(folderOf([]), 'builder-config.yaml'), 'utf8')).toBe(readFileSync(manifest, 'utf8'));
});

test('a stand-in that changes is built anew', () => {
  build(SUCCEED);
  writeFileSync(path.join(standIn.folder, 'helper.go'), 'package helper\n');
  expect(build(SUCCEED)).toMatchObject({ outcome: 'built' });
  expect(readdirSync(cache)).toHaveLength(1);
});

test('a build that fails is a failure and leaves nothing that looks built', () => {
  expect(build('mkdir dist; exit 1')).toMatchObject({ outcome: 'failed', exitCode: 1 });
  expect(build('exit 0')).toMatchObject({ outcome: 'failed', exitCode: 1 });
  expect(readdirSync(cache)).toEqual([]);
});

test('where Go is missing the build is skipped with a sentence, but not in CI', () => {
  expect(build()).toMatchObject({
    outcome: 'skipped',
    exitCode: 0,
    message: expect.stringContaining('skipped') as string,
  });
  expect(build(undefined, { env: { CI: 'true' } })).toMatchObject({
    outcome: 'failed',
    exitCode: 1,
    message: expect.stringContaining('CI requires it') as string,
  });
});

#!/usr/bin/env node
import path from 'node:path';
import { describeOldNode } from './node-version.ts';

// Everything else is loaded only on a Node that can run it.
const obstacle = describeOldNode(process.versions.node);
if (obstacle === undefined) {
  void import('./start-cli.ts').then(({ startCli }) => startCli(path.join(import.meta.dirname, 'register.js')));
} else {
  process.stderr.write(`${obstacle}\n`);
  process.exitCode = 1;
}

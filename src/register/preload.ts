import { createRequire } from 'node:module';
import { readEnvironment } from '../config/environment.ts';
import type * as distro from '../distro/start.ts';
import { shouldStandAside } from './stand-aside.ts';

// The rest of otel-xray is one chunk further, so that a process that is left alone loads nothing of it.
if (!shouldStandAside(readEnvironment(), process)) {
  (createRequire(import.meta.filename)('./distro.js') as typeof distro).startFromEnvironment();
}

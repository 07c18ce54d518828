import { cpSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** What `otel-xray init` writes: the collector's configurations for users and the deployment files, as they are. */
export function writeCollector(root: string, out: string): void {
  const from = path.join(root, 'collector');
  const to = path.join(out, 'collector');
  for (const name of readdirSync(from)) {
    if (name.endsWith('.yaml') && name !== 'builder-config.yaml') cpSync(path.join(from, name), path.join(to, name));
  }
  cpSync(path.join(from, 'deploy'), path.join(to, 'deploy'), { recursive: true });
}

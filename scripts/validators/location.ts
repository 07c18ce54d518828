import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** The validators of Python with their versions, for pip. */
export const validatorRequirements: string = path.join(import.meta.dirname, 'requirements.txt');

/** The Go module that holds the schema of the compose specification. */
export const composeModule = 'github.com/compose-spec/compose-go/v2@v2.16.2';

/** Where validators are installed; git-ignored. Other versions have another folder. */
export const validatorsFolder: string = path.join(
  root,
  '.cache/validators',
  createHash('sha256').update(readFileSync(validatorRequirements)).update(composeModule).digest('hex').slice(0, 16),
);

/** The JSON Schema of the compose specification. */
export const composeSchema: string = path.join(validatorsFolder, 'compose-spec.json');

/** One of the validators' programs, or `python` itself. */
export function validatorProgram(name: string): string {
  return path.join(validatorsFolder, 'venv/bin', name);
}

/** Whether `npm run validators` has installed them. */
export function areValidatorsInstalled(): boolean {
  return existsSync(composeSchema);
}

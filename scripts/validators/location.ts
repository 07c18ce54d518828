import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** The validators of Python with their versions, for pip. */
export const validatorRequirements: string = path.join(import.meta.dirname, 'requirements.txt');

/** The Go module that holds the schema of the compose specification. */
export const composeModule = 'github.com/compose-spec/compose-go/v2@v2.16.2';

/** The Go module of the OpenTelemetry operator, which holds the schemas of its custom resources. */
export const operatorModule = 'github.com/open-telemetry/opentelemetry-operator@v0.140.0';

/** The Go module of kustomize, which is built of it. */
export const kustomizeModule = 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1';

/** Where validators are installed; git-ignored. Other versions have another folder. */
export const validatorsFolder: string = path.join(
  root,
  '.cache/validators',
  createHash('sha256')
    .update(readFileSync(validatorRequirements))
    .update([composeModule, operatorModule, kustomizeModule].join())
    .digest('hex')
    .slice(0, 16),
);

/** The JSON Schema of the compose specification. */
export const composeSchema: string = path.join(validatorsFolder, 'compose-spec.json');

/** The definition of the custom resource that makes the operator run a collector. */
export const collectorResource: string = path.join(validatorsFolder, 'opentelemetrycollectors.yaml');

/** Puts manifests together as `kubectl apply -k` does. */
export const kustomize: string = path.join(validatorsFolder, 'kustomize');

/** One of the validators' programs, or `python` itself. */
export function validatorProgram(name: string): string {
  return path.join(validatorsFolder, 'venv/bin', name);
}

/** Whether `npm run validators` has installed them. */
export function areValidatorsInstalled(): boolean {
  return existsSync(composeSchema);
}

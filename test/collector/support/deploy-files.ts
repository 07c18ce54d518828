import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { COLLECTOR_FOLDER } from './configurations.ts';

/** Where the deployment files are. */
export const DEPLOY_FOLDER: string = path.join(COLLECTOR_FOLDER, 'deploy');

/** Every deployment file, relative to the folder. */
export const DEPLOY_FILES: readonly string[] = readdirSync(DEPLOY_FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(DEPLOY_FOLDER, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  .toSorted();

/** The path of a deployment file, absolute. */
export function deployFile(name: string): string {
  return path.join(DEPLOY_FOLDER, name);
}

/** The text of a deployment file. */
export function readDeployText(name: string): string {
  return readFileSync(deployFile(name), 'utf8');
}

/** A deployment file in YAML; CloudFormation's functions become what stands behind them. */
export function readDeployYaml(name: string): unknown {
  return parse(readDeployText(name), { logLevel: 'error' });
}

/** The objects of a Kubernetes manifest. */
export function readManifest(name: string): readonly KubernetesObject[] {
  return parseAllDocuments(readDeployText(name)).map((document) => document.toJS() as KubernetesObject);
}

/** The parts of a Kubernetes object that every kind has. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: Readonly<Record<string, unknown>>;
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../config/environment.ts';
import { VALUE_RULES } from './init-options.ts';
import type { Platform } from './platforms.ts';
import { PLACEHOLDERS, type TemplateValues } from './template-values.ts';

/** Puts a question with a default answer; gives what was typed. */
export type Ask = (question: string, answer: string) => Promise<string>;

/** From where values come that were not given. */
export interface ValueSources {
  readonly platform: Platform;
  readonly folder: string;
  readonly environment: Environment;
  /** Absent where nobody can be asked. */
  readonly ask?: Ask | undefined;
}

/** Which values the files of a platform need, in an order in which later defaults follow from earlier answers. */
const NEEDED: Readonly<Record<Platform, readonly (keyof TemplateValues)[]>> = {
  compose: ['service', 'region', 'port', 'image'],
  ecs: ['service', 'region', 'account', 'port', 'image'],
  eks: ['service', 'region', 'cluster'],
  ec2: ['region'],
};

const QUESTIONS: Readonly<Record<keyof TemplateValues, string>> = {
  service: 'Name of the service',
  region: 'AWS region',
  account: 'AWS account',
  port: 'Port of the application',
  image: 'Image of the application',
  cluster: 'EKS cluster',
};

/**
 * Completes the values from the project's package.json, from AWS's variables and from answers. `guessed` names those
 * that nobody gave and nothing says, so that they stand as examples.
 */
export async function completeValues(
  given: Partial<TemplateValues>,
  { platform, folder, environment, ask }: ValueSources,
): Promise<{ readonly values: TemplateValues; readonly guessed: readonly (keyof TemplateValues)[] }> {
  const project = readProject(folder);
  const values: { -readonly [Name in keyof TemplateValues]: string } = { ...PLACEHOLDERS, ...given };
  const guessed: (keyof TemplateValues)[] = [];
  for (const name of NEEDED[platform]) {
    if (given[name] !== undefined) continue;
    const known = knownValue(name, { project, environment, values, platform });
    values[name] = known ?? PLACEHOLDERS[name];
    if (ask === undefined) {
      if (known === undefined) guessed.push(name);
    } else values[name] = await askUntilAllowed(name, values[name], ask);
  }
  return { values, guessed };
}

interface Project {
  readonly name?: unknown;
  readonly version?: unknown;
}

function readProject(folder: string): Project {
  try {
    const project: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return typeof project === 'object' && project !== null ? project : {};
  } catch {
    // A project need not have one.
    return {};
  }
}

interface Known extends Pick<ValueSources, 'platform' | 'environment'> {
  readonly project: Project;
  readonly values: TemplateValues;
}

function knownValue(name: keyof TemplateValues, known: Known): string | undefined {
  const candidate = candidateFor(name, known);
  return candidate !== undefined && VALUE_RULES[name].allows(candidate) ? candidate : undefined;
}

function candidateFor(name: keyof TemplateValues, { project, environment, values, platform }: Known) {
  if (name === 'service') return typeof project.name === 'string' ? toServiceName(project.name) : undefined;
  if (name === 'region') return environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  if (name === 'port') return environment['PORT'] ?? PLACEHOLDERS.port;
  if (name !== 'image') return undefined;
  const image = `${values.service}:${typeof project.version === 'string' ? project.version : '1.0.0'}`;
  return platform === 'compose' ? image : `${values.account}.dkr.ecr.${values.region}.amazonaws.com/${image}`;
}

/** `@shop/Order_Service` is `order-service`. */
function toServiceName(packageName: string): string {
  return packageName
    .replace(/^@[^/]*\//, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-\d]+|-+$/g, '')
    .slice(0, 50)
    .replace(/-$/, '');
}

async function askUntilAllowed(name: keyof TemplateValues, answer: string, ask: Ask): Promise<string> {
  const { allows, expected } = VALUE_RULES[name];
  let question = QUESTIONS[name];
  for (;;) {
    const typed = (await ask(question, answer)).trim();
    if (typed === '') return answer;
    if (allows(typed)) return typed;
    question = `${QUESTIONS[name]} (expected ${expected})`;
  }
}

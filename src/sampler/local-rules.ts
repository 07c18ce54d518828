import { diag } from '@opentelemetry/api';
import type { LocalSamplingConfig } from '../config/config.ts';
import type { SamplingRule } from '../xray/sampling-rule.ts';
import type { DecidingRule } from './central-rule.ts';
import { compileRules, type RuleSet } from './compile-rules.ts';
import { createLocalRule } from './local-rule.ts';
import { readRulesFile, watchRulesFile } from './rules-file.ts';
import type { ServiceIdentity } from './service-identity.ts';

/** The rules that the service brings along. */
export interface LocalRules {
  /** The rules as they are now; undefined while there have never been good ones. */
  current(): RuleSet<DecidingRule> | undefined;
  /** Takes what is now known of the service. */
  identify(service: ServiceIdentity): void;
  /** From now on the file is read again when it changes. */
  start(): void;
  stop(): void;
}

/** Rules from code, or from a file, which is read at once and never again before `start`. */
export function createLocalRules(config: LocalSamplingConfig, service: ServiceIdentity): LocalRules {
  if ('file' in config) return new RulesOfFile(config.file, service);
  const rules = config.rules.map(createLocalRule);
  let compiled = compileRules(rules, service);
  return {
    current: () => compiled,
    identify(known) {
      compiled = compileRules(rules, known);
    },
    start: () => {},
    stop: () => {},
  };
}

class RulesOfFile implements LocalRules {
  readonly #file: string;
  #service: ServiceIdentity;
  #rules: readonly DecidingRule[] | undefined;
  #compiled: RuleSet<DecidingRule> | undefined;
  #fingerprint = '';
  #unwatch: () => void = () => {};

  constructor(file: string, service: ServiceIdentity) {
    this.#file = file;
    this.#service = service;
    this.#read();
  }

  current(): RuleSet<DecidingRule> | undefined {
    return this.#compiled;
  }

  identify(service: ServiceIdentity): void {
    this.#service = service;
    if (this.#rules !== undefined) this.#compiled = compileRules(this.#rules, service);
  }

  start(): void {
    this.#unwatch = watchRulesFile(this.#file, this.#fingerprint, () => {
      const count = this.#read()?.length;
      if (count !== undefined) diag.info(`"${this.#file}" has changed: its sampling rules decide, ${count} of them.`);
      return this.#fingerprint;
    });
  }

  stop(): void {
    this.#unwatch();
  }

  /** Gives the rules that were read; bad ones leave those before in place. */
  #read(): readonly SamplingRule[] | undefined {
    const { read, fingerprint } = readRulesFile(this.#file);
    this.#fingerprint = fingerprint;
    if (read.kind === 'wrong') {
      const instead = this.#rules === undefined ? "X-Ray's default rule" : 'the rules read before';
      diag.warn(`"${this.#file}" ${read.problem}. Using ${instead}.`);
      return undefined;
    }
    this.#rules = read.rules.map(createLocalRule);
    this.#compiled = compileRules(this.#rules, this.#service);
    return read.rules;
  }
}

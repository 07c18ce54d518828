import { readFileSync } from 'node:fs';
import { parseRulesFile, type SamplingRuleStore } from './rule-store.ts';

/** How often the file is read; it is short. */
const INTERVAL_MILLIS = 1000;

/**
 * Keeps the rules as a file has them, whenever that changes; a file that cannot be read leaves the rules as they are
 * and is told of in one sentence. The function that comes back ends it.
 */
export function watchRulesFile(
  file: string,
  rules: SamplingRuleStore,
  onProblem: (sentence: string) => void,
): () => void {
  let text: string | undefined;
  let problem: string | undefined;
  const tell = (error: unknown): void => {
    const sentence = error instanceof Error ? error.message : String(error);
    if (sentence !== problem)
      onProblem(`The file "${file}" of sampling rules ${sentence}. The rules stay as they are.`);
    problem = sentence;
  };
  const read = (): void => {
    let current: string;
    try {
      current = readFileSync(file, 'utf8');
    } catch {
      tell('cannot be read');
      return;
    }
    if (current === text) return;
    text = current;
    try {
      rules.replaceAll(parseRulesFile(current));
      problem = undefined;
    } catch (error) {
      tell(error);
    }
  };
  read();
  const timer = setInterval(read, INTERVAL_MILLIS).unref();
  return () => clearInterval(timer);
}

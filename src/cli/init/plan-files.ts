import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { InitOptions } from './init-options.ts';
import { SETUPS } from './platforms.ts';
import { fillTemplate, type TemplateValues } from './template-values.ts';

/** A file that is to be written. */
export interface PlannedFile {
  /** Below the project's folder. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly isProgram: boolean;
  /** Whether it is there already: not at all, with this very text, or with another. */
  readonly found: 'nothing' | 'same' | 'other';
}

/** The files of a setup with the project's values, none of them written yet. */
export function planFiles(
  { platform, kind, configuration }: Pick<InitOptions, 'platform' | 'kind' | 'configuration'>,
  values: TemplateValues,
  { templates, project, folder }: { readonly templates: string; readonly project: string; readonly folder: string },
): readonly PlannedFile[] {
  const setup = SETUPS[platform][kind];
  if (setup === undefined) return [];
  const own = setup.configuration;
  const files = [
    ...setup.files,
    ...(own === undefined ? [] : [{ from: `${own.fixed ?? configuration}.yaml`, to: own.to }]),
  ];
  return files.map(({ from, to }) => {
    const file = path.resolve(project, folder, to);
    const text = fillTemplate(readFileSync(path.join(templates, from), 'utf8'), values);
    return { name: path.relative(project, file), file, text, isProgram: to.endsWith('.sh'), found: look(file, text) };
  });
}

function look(file: string, text: string): PlannedFile['found'] {
  try {
    return readFileSync(file, 'utf8') === text ? 'same' : 'other';
  } catch (error) {
    // What is there and cannot be read, a folder for example, is not to be written over either.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'nothing' : 'other';
  }
}

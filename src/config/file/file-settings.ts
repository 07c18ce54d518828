import type { ConfigurationModel } from '@opentelemetry/configuration';
import type { Problem } from '../read-variable.ts';

/** What a configuration file says, in words of the variables that mean the same. */
export interface FileSettings {
  /** Texts by the name of their variable. */
  readonly texts: Readonly<Record<string, string>>;
  /** Where in the file each of them stands: `tracer_provider.limits.event_count_limit`. */
  readonly places: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** A part of the file: its value, and the dotted path that leads there. */
export interface Part<Value> {
  readonly value: Value;
  readonly at: string;
}

/** Collects what a file says, piece by piece. */
export interface SettingsDraft {
  /** Notes the text of a variable; the last one counts. Null and undefined say nothing. */
  set(name: string, part: Part<string | number | boolean | null | undefined>): void;
  /**
   * Notes each member of an object under the variable that the table gives for it, and members without one as left
   * out. Members named in `elsewhere` are somebody else's.
   */
  setAll(part: Part<object | null | undefined>, names: Readonly<Record<string, string>>, elsewhere?: string[]): void;
  /** Tells that a part has no effect, and why. */
  leaveOut(at: string, why: string): void;
  /** Tells something else about a part. */
  note(at: string, sentence: string): void;
}

/** Makes settings of what `fill` notes in a draft. */
export function draftSettings(fill: (draft: SettingsDraft) => void): FileSettings {
  const texts: Record<string, string> = {};
  const places = new Map<string, string>();
  const problems: Problem[] = [];
  const set: SettingsDraft['set'] = (name, { value, at }) => {
    if (value === null || value === undefined) return;
    texts[name] = String(value);
    places.set(name, at);
  };
  const leaveOut: SettingsDraft['leaveOut'] = (at, why) => {
    problems.push({
      level: 'warn',
      message: `"${at}" is in the file of "OTEL_CONFIG_FILE", but ${why}. Leaving it out.`,
    });
  };
  fill({
    set,
    setAll({ value, at }, names, elsewhere = []) {
      for (const [key, member] of Object.entries(value ?? {})) {
        const name = Object.hasOwn(names, key) ? names[key] : undefined;
        const place = `${at}.${key}`;
        if (member === null || member === undefined || elsewhere.includes(key)) continue;
        if (name === undefined) leaveOut(place, 'otel-xray does not know it');
        else set(name, { value: member as string | number | boolean, at: place });
      }
    },
    leaveOut,
    note: (at, sentence) => void problems.push({ level: 'info', message: `"${at}" ${sentence}` }),
  });
  return { texts, places, problems };
}

/** Gives the one entry of an object that stands for a choice; undefined where there is none. */
export function choiceOf<Choice extends object>(
  part: Part<Choice | null | undefined>,
): (Part<object | null> & { readonly name: string }) | undefined {
  const entry = Object.entries(part.value ?? {}).find(([, value]) => value !== undefined);
  return entry && { name: entry[0], value: entry[1] as object | null, at: `${part.at}.${entry[0]}` };
}

/** The parsed file; the library's type for its root lets every name through. */
export type FileModel = Pick<
  ConfigurationModel,
  | 'disabled'
  | 'log_level'
  | 'attribute_limits'
  | 'resource'
  | 'propagator'
  | 'tracer_provider'
  | 'meter_provider'
  | 'logger_provider'
  | 'instrumentation/development'
  | 'distribution'
>;

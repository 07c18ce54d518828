/** What keys can do in the console. */
export type Command =
  | 'help'
  | 'filter'
  | 'go-traces'
  | 'go-map'
  | 'go-sampling'
  | 'go-lint'
  | 'go-cost'
  | 'next'
  | 'previous'
  | 'open'
  | 'fold'
  | 'unfold'
  | 'fold-all'
  | 'unfold-all'
  | 'next-error'
  | 'previous-error'
  | 'next-match'
  | 'previous-match'
  | 'zoom-in'
  | 'zoom-out'
  | 'pan-left'
  | 'pan-right'
  | 'reset-zoom'
  | 'toggle-map'
  | 'raw'
  | 'copy-id'
  | 'next-tab'
  | 'previous-tab'
  | 'first'
  | 'last'
  | 'toggle-live'
  | 'theme'
  | 'back';

/** A line of the help: keys (each a sequence of key names) and what they do. */
export interface KeyBinding {
  readonly keys: readonly string[];
  readonly command: Command;
  readonly says: string;
  readonly group: 'Everywhere' | 'Lists and timeline' | 'Trace' | 'Map and timeline';
}

/** All keys of the console; a sequence such as `g t` is written with a space. */
export const KEYMAP: readonly KeyBinding[] = [
  { group: 'Everywhere', keys: ['?'], command: 'help', says: 'This help' },
  { group: 'Everywhere', keys: ['/'], command: 'filter', says: 'Filter traces, or search in a trace' },
  { group: 'Everywhere', keys: ['g t'], command: 'go-traces', says: 'Traces' },
  { group: 'Everywhere', keys: ['g m'], command: 'go-map', says: 'Map' },
  { group: 'Everywhere', keys: ['g s'], command: 'go-sampling', says: 'Sampling' },
  { group: 'Everywhere', keys: ['g l'], command: 'go-lint', says: 'Lint' },
  { group: 'Everywhere', keys: ['g c'], command: 'go-cost', says: 'Cost' },
  { group: 'Everywhere', keys: ['.'], command: 'toggle-live', says: 'Pause or resume live updates' },
  { group: 'Everywhere', keys: ['t'], command: 'theme', says: 'Light, dark or as the system' },
  { group: 'Everywhere', keys: ['Escape'], command: 'back', says: 'Close, or go back' },
  { group: 'Lists and timeline', keys: ['j', 'ArrowDown'], command: 'next', says: 'Next row' },
  { group: 'Lists and timeline', keys: ['k', 'ArrowUp'], command: 'previous', says: 'Previous row' },
  { group: 'Lists and timeline', keys: ['Home'], command: 'first', says: 'First row' },
  { group: 'Lists and timeline', keys: ['End'], command: 'last', says: 'Last row' },
  { group: 'Lists and timeline', keys: ['Enter'], command: 'open', says: 'Open the row' },
  { group: 'Trace', keys: ['e'], command: 'next-error', says: 'Next error' },
  { group: 'Trace', keys: ['E'], command: 'previous-error', says: 'Previous error' },
  { group: 'Trace', keys: ['n'], command: 'next-match', says: 'Next match' },
  { group: 'Trace', keys: ['N'], command: 'previous-match', says: 'Previous match' },
  { group: 'Trace', keys: ['h', 'ArrowLeft'], command: 'fold', says: 'Fold, or go to the parent' },
  { group: 'Trace', keys: ['l', 'ArrowRight'], command: 'unfold', says: 'Unfold' },
  { group: 'Trace', keys: ['['], command: 'fold-all', says: 'Fold all' },
  { group: 'Trace', keys: [']'], command: 'unfold-all', says: 'Unfold all' },
  { group: 'Trace', keys: ['>'], command: 'next-tab', says: 'Next tab' },
  { group: 'Trace', keys: ['<'], command: 'previous-tab', says: 'Previous tab' },
  { group: 'Trace', keys: ['m'], command: 'toggle-map', says: 'Show the map of the trace' },
  { group: 'Trace', keys: ['r'], command: 'raw', says: 'Raw documents' },
  { group: 'Trace', keys: ['y'], command: 'copy-id', says: 'Copy the trace id' },
  { group: 'Map and timeline', keys: ['w', '+'], command: 'zoom-in', says: 'Zoom in' },
  { group: 'Map and timeline', keys: ['s', '-'], command: 'zoom-out', says: 'Zoom out' },
  { group: 'Map and timeline', keys: ['a'], command: 'pan-left', says: 'Pan left' },
  { group: 'Map and timeline', keys: ['d'], command: 'pan-right', says: 'Pan right' },
  { group: 'Map and timeline', keys: ['0'], command: 'reset-zoom', says: 'Show everything' },
];

/** Turns keys into commands, one key after another. */
export interface KeyReader {
  /** The command that this key completes; undefined when it completes none (yet). */
  press(key: string, atMillis: number): Command | undefined;
}

/** How long a sequence may take. */
const SEQUENCE_MILLIS = 1200;

/** A reader of {@link KEYMAP}. */
export function createKeyReader(keymap: readonly KeyBinding[] = KEYMAP): KeyReader {
  const commands = new Map(keymap.flatMap(({ keys, command }) => keys.map((key) => [key, command])));
  const leaders = new Set([...commands.keys()].flatMap((key) => (key.includes(' ') ? [key.split(' ')[0]] : [])));
  let leader: string | undefined;
  let leaderAtMillis = 0;
  return {
    press(key, atMillis) {
      const isFollowing = leader !== undefined && atMillis - leaderAtMillis <= SEQUENCE_MILLIS;
      const sequence = isFollowing ? `${leader} ${key}` : key;
      leader = undefined;
      const command = commands.get(sequence) ?? commands.get(key);
      if (command === undefined && leaders.has(key)) {
        leader = key;
        leaderAtMillis = atMillis;
      }
      return command;
    },
  };
}

/** A key as it stands on keyboards. */
export function nameOfKey(key: string): string {
  const names: Readonly<Record<string, string>> = {
    ArrowDown: '↓',
    ArrowUp: '↑',
    ArrowLeft: '←',
    ArrowRight: '→',
    Escape: 'Esc',
  };
  return names[key] ?? key;
}

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { type JsonLine, toJsonLines } from '../trace/json-lines.ts';
import { WindowedList } from './windowed-list.tsx';

interface JsonViewProps {
  readonly value: unknown;
  readonly label: string;
  /** Fills its frame and scrolls; else it is as high as its lines, up to many. */
  readonly isPage?: boolean;
}

/** As in trace.css. */
const LINE_HEIGHT = 20;
const MOST_LINES = 26;

/** A JSON value, line by line; what looks like a secret is hidden until it is asked for. */
export function JsonView({ value, label, isPage = false }: JsonViewProps): JSX.Element {
  const lines = useMemo(() => toJsonLines(value), [value]);
  const revealed = useSignal<ReadonlySet<string>>(new Set());
  const toggle = (path: string): void => {
    const next = new Set(revealed.value);
    if (!next.delete(path)) next.add(path);
    revealed.value = next;
  };
  const height = Math.min(lines.length, MOST_LINES) * LINE_HEIGHT + 16;
  return (
    <div class="json" style={isPage ? {} : { height: `${height}px` }}>
      <WindowedList
        class="json-lines"
        label={label}
        count={lines.length}
        rowHeight={LINE_HEIGHT}
        renderRow={(index) => {
          const line = lines[index];
          return line === undefined ? null : (
            <Line line={line} isRevealed={revealed.value.has(line.path)} onToggle={toggle} />
          );
        }}
      />
    </div>
  );
}

interface LineProps {
  readonly line: JsonLine;
  readonly isRevealed: boolean;
  readonly onToggle: (path: string) => void;
}

function Line({ line, isRevealed, onToggle }: LineProps): JSX.Element {
  const { path, depth, key, text, kind, comma, secret } = line;
  return (
    <div class="json-line" role="listitem">
      <span>{'  '.repeat(depth)}</span>
      <bdi class="json-key">{key}</bdi>
      <bdi class={`json-${kind} ${secret !== undefined && !isRevealed ? 'shielded' : ''}`}>
        {isRevealed ? (secret ?? text) : text}
      </bdi>
      <span>{comma ? ',' : ''}</span>
      {secret === undefined ? null : (
        <button class="reveal" type="button" aria-pressed={isRevealed} onClick={() => onToggle(path)}>
          {isRevealed ? 'Hide' : 'Reveal'}
        </button>
      )}
    </div>
  );
}

import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { formatCount } from '../format/numbers.ts';
import { OutcomeMark } from '../outcome/outcome-mark.tsx';
import { Icon } from '../parts/icon.tsx';
import { useCommands } from '../shell/commands.ts';
import type { TraceState } from './trace-state.ts';

/** Searches in the trace, and goes from error to error. */
export function TraceTools({ state }: { readonly state: TraceState }): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  useCommands({
    filter: () => {
      input.current?.focus();
      input.current?.select();
    },
  });
  const matches = state.matches.value;
  const troubled = state.troubled.value;
  return (
    <div class="trace-tools">
      <div class="search">
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          placeholder="Search in this trace"
          aria-label="Search in this trace"
          spellcheck={false}
          value={state.words.value}
          onInput={({ currentTarget }) => (state.words.value = currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') state.step(state.matches.value, event.shiftKey ? -1 : 1);
          }}
        />
        {state.words.value === '' ? <kbd>/</kbd> : <Steps state={state} indexes={matches} what="match" keys="n" />}
      </div>
      {troubled.length === 0 ? null : (
        <div class="errors">
          <OutcomeMark outcome={worstOf(state)} />
          <Steps state={state} indexes={troubled} what="error" keys="e" />
        </div>
      )}
    </div>
  );
}

function worstOf(state: TraceState): 'error' | 'throttle' | 'fault' {
  const outcomes = new Set(state.troubled.value.map((index) => state.model.value?.nodes[index]?.outcome));
  if (outcomes.has('fault')) return 'fault';
  return outcomes.has('throttle') ? 'throttle' : 'error';
}

interface StepsProps {
  readonly state: TraceState;
  /** Of nodes. */
  readonly indexes: readonly number[];
  readonly what: string;
  readonly keys: string;
}

function Steps({ state, indexes, what, keys }: StepsProps): JSX.Element {
  const at = indexes.indexOf(state.selected.value?.index ?? -1);
  return (
    <span class="steps">
      <span class="numbers quiet" role="status">
        {at < 0 ? '' : `${formatCount(at + 1)} of `}
        {formatCount(indexes.length)} {what}
        {indexes.length === 1 ? '' : what === 'match' ? 'es' : 's'}
      </span>
      <button
        class="button-quiet"
        type="button"
        disabled={indexes.length === 0}
        title={`Previous ${what} (${keys.toUpperCase()})`}
        onClick={() => state.step(indexes, -1)}
      >
        <Icon name="up" />
        <span class="hidden">Previous {what}</span>
      </button>
      <button
        class="button-quiet"
        type="button"
        disabled={indexes.length === 0}
        title={`Next ${what} (${keys})`}
        onClick={() => state.step(indexes, 1)}
      >
        <Icon name="down" />
        <span class="hidden">Next {what}</span>
      </button>
    </span>
  );
}

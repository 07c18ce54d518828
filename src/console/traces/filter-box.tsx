import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { useCommands } from '../shell/commands.ts';
import type { FilterCompletion, FilterError } from '../../local/api/console-api.ts';
import { createFilterState, type FilterState } from './filter-state.ts';

interface FilterBoxProps {
  /** The expression that is in force. */
  readonly expression: string;
  readonly onApply: (expression: string) => void;
  /** What the local X-Ray said against the expression in force, if anything. */
  readonly refusal: string;
}

/** The box for filter expressions: completes while one types, underlines what is wrong, applies on Enter. */
export function FilterBox({ expression, onApply, refusal }: FilterBoxProps): JSX.Element {
  const state = useMemo(() => createFilterState(expression), []);
  useEffect(() => state.set(expression), [expression]);
  useEffect(() => {
    // An expression that came by a link has been refused before anybody looked where it is wrong.
    if (refusal !== '' && state.result.value === undefined) state.check(state.text.value.length);
  }, [refusal, expression]);
  const apply = (text: string): void => {
    state.isOpen.value = false;
    state.set(text);
    onApply(text.trim());
  };
  const error = errorIn(state);
  return (
    <div class="filter" data-wrong={error !== undefined}>
      <Icon name="search" />
      <FilterInput state={state} onApply={apply} />
      {state.text.value === '' ? (
        <kbd class="filter-key">/</kbd>
      ) : (
        <button class="button-quiet" type="button" title="Clear" onClick={() => apply('')}>
          <Icon name="close" />
          <span class="hidden">Clear the filter</span>
        </button>
      )}
      <p id="filter-words" class="filter-words" role="status" hidden={state.items().length > 0}>
        {error?.message ?? refusal}
      </p>
    </div>
  );
}

function errorIn(state: FilterState): FilterError | undefined {
  return state.text.value.trim() === '' ? undefined : state.result.value?.error;
}

interface FilterInputProps {
  readonly state: FilterState;
  readonly onApply: (text: string) => void;
}

function FilterInput({ state, onApply }: FilterInputProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const scroll = useSignal(0);
  useCommands({ filter: () => input.current?.focus() });
  const items = state.items();
  const error = errorIn(state);
  const accept = (item: FilterCompletion): void => {
    const element = input.current;
    if (element === null) return;
    const { text, cursor } = state.complete(item, element.selectionStart ?? element.value.length);
    element.value = text;
    element.setSelectionRange(cursor, cursor);
    state.edit(text, cursor);
  };
  return (
    <div class="filter-field">
      <div class="filter-under" aria-hidden="true">
        <div style={{ transform: `translateX(${-scroll.value}px)` }}>{underline(state.text.value, error)}</div>
      </div>
      <input
        ref={input}
        class="filter-input"
        type="text"
        role="combobox"
        aria-label="Filter expression"
        aria-expanded={items.length > 0}
        aria-controls="completions"
        aria-activedescendant={state.chosen.value === undefined ? undefined : `completion-${state.chosen.value}`}
        aria-describedby="filter-words"
        aria-invalid={error !== undefined}
        placeholder='service("shop") AND responsetime > 0.5'
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        value={state.text.value}
        onInput={({ currentTarget }) => state.edit(currentTarget.value, currentTarget.selectionStart ?? 0)}
        onFocus={({ currentTarget }) => state.check(currentTarget.value.length)}
        onBlur={() => (state.isOpen.value = false)}
        onScroll={({ currentTarget }) => (scroll.value = currentTarget.scrollLeft)}
        onKeyDown={(event) => pressKey(event, state, accept, onApply)}
      />
      <Completions items={items} chosen={state.chosen.value} onPick={accept} />
    </div>
  );
}

function pressKey(
  event: KeyboardEvent,
  state: FilterState,
  accept: (item: FilterCompletion) => void,
  onApply: (text: string) => void,
): void {
  const { chosen, isOpen } = state;
  const items = state.items();
  const count = items.length;
  const picked = items[chosen.value ?? -1];
  switch (event.key) {
    case 'ArrowDown':
      if (count > 0) chosen.value = ((chosen.value ?? -1) + 1) % count;
      else isOpen.value = true;
      break;
    case 'ArrowUp':
      if (count > 0) chosen.value = ((chosen.value ?? 0) - 1 + count) % count;
      break;
    case 'Tab':
      if (items[0] === undefined) return;
      accept(picked ?? items[0]);
      break;
    case 'Enter':
      if (picked === undefined) onApply(state.text.value);
      else accept(picked);
      break;
    case 'Escape':
      if (count === 0) return;
      isOpen.value = false;
      break;
    default:
      return;
  }
  event.preventDefault();
}

/** The text once more, unseen, with a line under what is wrong. */
function underline(text: string, error: FilterError | undefined): JSX.Element {
  if (error === undefined) return <span>{text}</span>;
  const { position, end } = error;
  return (
    <>
      <span>{text.slice(0, position)}</span>
      <span class="filter-wrong">{text.slice(position, Math.max(end, position + 1)) || ' '}</span>
    </>
  );
}

interface CompletionsProps {
  readonly items: readonly FilterCompletion[];
  readonly chosen: number | undefined;
  readonly onPick: (item: FilterCompletion) => void;
}

const MOST_SHOWN = 12;

function Completions({ items, chosen, onPick }: CompletionsProps): JSX.Element {
  return (
    <ul id="completions" class="completions" role="listbox" aria-label="Completions" hidden={items.length === 0}>
      {items.slice(0, MOST_SHOWN).map((item, index) => (
        <li
          key={item.text}
          id={`completion-${index}`}
          role="option"
          aria-selected={index === chosen}
          onPointerDown={(event) => {
            event.preventDefault(); // The box keeps the focus.
            onPick(item);
          }}
        >
          <code>{item.text.trim()}</code>
          <span>{item.detail ?? item.kind}</span>
        </li>
      ))}
    </ul>
  );
}

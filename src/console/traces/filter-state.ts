import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { call, isAborted } from '../api/call.ts';
import type { FilterCompletion, FilterResult } from '../../local/api/console-api.ts';

/** An expression is checked when the fingers rest. */
const REST_MILLIS = 120;

/** An expression while it is being written. */
export interface FilterState {
  readonly text: ReadonlySignal<string>;
  /** What the local X-Ray says of this very text; undefined until it has answered. */
  readonly result: ReadonlySignal<FilterResult | undefined>;
  /** Whether completions show. */
  readonly isOpen: Signal<boolean>;
  /** Which of them is chosen, if any. */
  readonly chosen: Signal<number | undefined>;
  /** The text is now another, without anybody writing. */
  set(text: string): void;
  /** The text is being written, and the cursor stands somewhere in it. */
  edit(text: string, cursor: number): void;
  /** Asks what could stand at the cursor. */
  check(cursor: number): void;
  /** The completions to show. */
  items(): readonly FilterCompletion[];
  /** Where a completion leads: the new text and cursor. */
  complete(item: FilterCompletion, cursor: number): { readonly text: string; readonly cursor: number };
}

/** An expression that begins as `text`. */
export function createFilterState(text: string): FilterState {
  return new WrittenFilter(text);
}

class WrittenFilter implements FilterState {
  readonly text: Signal<string>;
  readonly result = signal<FilterResult | undefined>(undefined);
  readonly isOpen = signal(false);
  readonly chosen = signal<number | undefined>(undefined);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort = new AbortController();

  constructor(text: string) {
    this.text = signal(text);
  }

  set(text: string): void {
    if (text !== this.text.value) this.result.value = undefined;
    this.text.value = text;
  }

  edit(text: string, cursor: number): void {
    if (text !== this.text.value) this.result.value = undefined;
    this.text.value = text;
    this.chosen.value = undefined;
    this.isOpen.value = true;
    this.check(cursor);
  }

  check(cursor: number): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#timer = setTimeout(() => void this.#ask(cursor, signal), REST_MILLIS);
  }

  items(): readonly FilterCompletion[] {
    return this.isOpen.value ? (this.result.value?.completions.items ?? []) : [];
  }

  complete(item: FilterCompletion, cursor: number): { readonly text: string; readonly cursor: number } {
    const before = this.text.value.slice(0, this.result.value?.completions.from ?? cursor) + item.text;
    return { text: before + this.text.value.slice(cursor), cursor: before.length };
  }

  async #ask(cursor: number, signal: AbortSignal): Promise<void> {
    try {
      this.result.value = await call('console/filter', { expression: this.text.value, cursor }, signal);
    } catch (failure) {
      // The list says itself when the local X-Ray is away.
      if (!isAborted(failure)) this.result.value = undefined;
    }
  }
}

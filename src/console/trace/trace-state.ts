import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { isAborted, readDocuments, sentenceOf } from '../api/call.ts';
import { findCriticalPath, type CriticalPath } from './critical-path.ts';
import { buildTrace, type TraceModel, type TraceNode } from './trace-model.ts';
import { createSearchTexts, searchTrace } from './trace-search.ts';
import { foldable, neighbour, troubledNodes, unfoldTo, visibleRows } from './visible-rows.ts';
import { fullWindow, type TimeWindow } from './time-window.ts';

/** A trace on the screen: what is known of it, and how it is looked at. */
export interface TraceState {
  readonly traceId: string;
  readonly model: ReadonlySignal<TraceModel | undefined>;
  readonly error: ReadonlySignal<string>;
  readonly critical: ReadonlySignal<CriticalPath>;
  readonly rows: ReadonlySignal<readonly TraceNode[]>;
  /** Ids of the nodes below which nothing shows. */
  readonly folded: Signal<ReadonlySet<string>>;
  /** Id of the node that the details are of. */
  readonly selectedId: Signal<string | undefined>;
  readonly selected: ReadonlySignal<TraceNode | undefined>;
  /** Its place among `rows`; -1 when it is folded away or there is none. */
  readonly selectedRow: ReadonlySignal<number>;
  readonly words: Signal<string>;
  /** Indexes of nodes. */
  readonly matches: ReadonlySignal<readonly number[]>;
  readonly troubled: ReadonlySignal<readonly number[]>;
  /** The part of the time that the timeline shows. */
  readonly window: Signal<TimeWindow>;
  load(signal: AbortSignal): Promise<void>;
  /** Chooses a node and unfolds what hides it. */
  reveal(node: TraceNode | undefined): void;
  /** Goes to the next or the previous of some nodes. */
  step(indexes: readonly number[], direction: 1 | -1): void;
  /** Goes some rows down, or up. */
  move(by: number): void;
  fold(): void;
  unfold(): void;
  foldAll(): void;
}

/** A trace that is yet to be loaded, with a node chosen by its id if there is one. */
export function createTraceState(traceId: string, selected: string | undefined): TraceState {
  return new ShownTrace(traceId, selected);
}

class ShownTrace implements TraceState {
  readonly traceId: string;
  readonly model = signal<TraceModel | undefined>(undefined);
  readonly error = signal('');
  readonly folded = signal<ReadonlySet<string>>(new Set());
  readonly selectedId: Signal<string | undefined>;
  readonly words = signal('');
  readonly window = signal(fullWindow(1));
  readonly critical = computed(() =>
    this.model.value === undefined ? new Map<never, never>() : findCriticalPath(this.model.value),
  );
  readonly rows = computed(() =>
    this.model.value === undefined ? [] : visibleRows(this.model.value, this.folded.value),
  );
  readonly selected = computed(() => this.#byId.value.get(this.selectedId.value ?? ''));
  readonly selectedRow = computed(() => {
    const node = this.selected.value;
    return node === undefined ? -1 : this.rows.value.indexOf(node);
  });
  readonly matches = computed(() => {
    const model = this.model.value;
    return model === undefined ? [] : searchTrace(model, this.words.value, this.#texts.value);
  });
  readonly troubled = computed(() => (this.model.value === undefined ? [] : troubledNodes(this.model.value)));
  readonly #byId = computed(() => new Map(this.model.value?.nodes.map((node) => [node.id, node])));
  readonly #texts = computed(() => {
    void this.model.value; // Another model has other texts.
    return createSearchTexts();
  });

  constructor(traceId: string, selected: string | undefined) {
    this.traceId = traceId;
    this.selectedId = signal(selected);
  }

  async load(abort: AbortSignal): Promise<void> {
    try {
      const loaded = buildTrace(this.traceId, await readDocuments(this.traceId, abort));
      batch(() => {
        // While a trace grows, who looks at all of it goes on looking at all of it.
        const { from, to } = this.window.value;
        if (to - from >= (this.model.value?.duration ?? 0)) this.window.value = fullWindow(loaded.duration);
        this.model.value = loaded;
        this.error.value = '';
      });
    } catch (failure) {
      if (!isAborted(failure)) this.error.value = sentenceOf(failure);
    }
  }

  reveal(node: TraceNode | undefined): void {
    if (node === undefined) return;
    batch(() => {
      this.folded.value = unfoldTo(node, this.folded.value);
      this.selectedId.value = node.id;
    });
  }

  step(indexes: readonly number[], direction: 1 | -1): void {
    const from = this.selected.value?.index ?? (direction === 1 ? -1 : Infinity);
    const next = neighbour(indexes, from, direction);
    if (next !== undefined) this.reveal(this.model.value?.nodes[next]);
  }

  move(by: number): void {
    const last = this.rows.value.length - 1;
    const next = this.rows.value[Math.max(0, Math.min(last, this.selectedRow.value + by))];
    if (next !== undefined) this.selectedId.value = next.id;
  }

  fold(): void {
    const node = this.selected.value;
    if (node === undefined) return;
    if (node.children.length > 0 && !this.folded.value.has(node.id)) this.#setFolded(node, true);
    else this.reveal(node.parent);
  }

  unfold(): void {
    const node = this.selected.value;
    if (node === undefined) return;
    if (this.folded.value.has(node.id)) this.#setFolded(node, false);
    else this.reveal(node.children[0]);
  }

  foldAll(): void {
    if (this.model.value !== undefined) this.folded.value = foldable(this.model.value);
  }

  #setFolded(node: TraceNode, isFolded: boolean): void {
    const next = new Set(this.folded.value);
    if (isFolded) next.add(node.id);
    else next.delete(node.id);
    this.folded.value = next;
  }
}

import { useSignal, useSignalEffect, type ReadonlySignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { scrollToRow, windowOfRows } from './window-of-rows.ts';

interface WindowedListProps {
  readonly count: number;
  /** In pixels; the same for every row. */
  readonly rowHeight: number;
  readonly renderRow: (index: number) => ComponentChildren;
  /** What a row is known by when others come before it; its place unless given. */
  readonly keyOf?: (index: number) => string;
  /** The row to keep in sight when it changes. */
  readonly shown?: ReadonlySignal<number | undefined>;
  readonly class?: string;
  readonly role?: 'list' | 'treegrid';
  readonly label: string;
  /** Called near the end, for lists that have more to load. */
  readonly onEnd?: () => void;
  readonly onScroll?: (scrollTop: number) => void;
  readonly activeId?: string | undefined;
}

/** A list of any length of which only what is seen is in the page. */
export function WindowedList(props: WindowedListProps): JSX.Element {
  const { count, rowHeight, renderRow, keyOf, shown, role, label, onEnd, onScroll, activeId } = props;
  const frame = useRef<HTMLDivElement>(null);
  const scrollTop = useSignal(0);
  const height = useSignal(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const watcher = new ResizeObserver(() => (height.value = element.clientHeight));
    height.value = element.clientHeight;
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [height]);
  useSignalEffect(() => {
    const row = shown?.value;
    const element = frame.current;
    if (row === undefined || row < 0 || element === null || height.value === 0) return;
    element.scrollTop = scrollToRow(row, element.scrollTop, element.clientHeight, rowHeight);
  });
  const { first, end } = windowOfRows(scrollTop.value, height.value, rowHeight, count);
  return (
    <div
      ref={frame}
      class={`windowed ${props.class ?? ''}`}
      role={role ?? 'list'}
      aria-label={label}
      aria-rowcount={role === 'treegrid' ? count : undefined}
      aria-activedescendant={activeId}
      tabIndex={0}
      onScroll={({ currentTarget }) => {
        scrollTop.value = currentTarget.scrollTop;
        onScroll?.(currentTarget.scrollTop);
        if (currentTarget.scrollTop + 2 * currentTarget.clientHeight > count * rowHeight) onEnd?.();
      }}
    >
      <div class="windowed-all" role="presentation" style={{ height: `${count * rowHeight}px` }}>
        {Array.from({ length: Math.max(0, end - first) }, (_, offset) => {
          const index = first + offset;
          return (
            <div
              key={keyOf?.(index) ?? index}
              class="windowed-row"
              role="presentation"
              style={{ transform: `translateY(${index * rowHeight}px)` }}
            >
              {renderRow(index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

import type { JSX } from 'preact';
import { formatDuration } from '../format/duration.ts';
import { OUTCOME_WORDS } from '../outcome/outcome.ts';
import { OutcomeMark } from '../outcome/outcome-mark.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { clockSkewOf } from './clock-skew.ts';
import type { Stretch } from './critical-path.ts';
import { hideSecrets } from './secrets.ts';
import { placeIn, type TimeWindow } from './time-window.ts';
import type { NodeKind, TraceNode } from './trace-model.ts';
import type { TraceState } from './trace-state.ts';

interface TimelineRowProps {
  readonly index: number;
  readonly node: TraceNode;
  readonly window: TimeWindow;
  readonly critical: readonly Stretch[] | undefined;
  readonly isFolded: boolean;
  readonly isSelected: boolean;
  /** Whether a search found it; absent while nothing is searched. */
  readonly match: 'yes' | 'no' | undefined;
  readonly state: TraceState;
}

/** Deeper nesting is not drawn deeper, so that the names stay in sight. */
const DEEPEST = 18;
const INDENT_PIXELS = 14;

const KIND_ICONS: Readonly<Record<NodeKind, IconName>> = {
  segment: 'box',
  aws: 'cloud',
  sql: 'database',
  remote: 'globe',
  local: 'step',
};

const KIND_WORDS: Readonly<Record<NodeKind, string>> = {
  segment: 'Segment',
  aws: 'AWS call',
  sql: 'SQL query',
  remote: 'Remote call',
  local: 'Subsegment',
};

/** One segment or subsegment: what it is, and when. */
export function TimelineRow(props: TimelineRowProps): JSX.Element {
  const { index, node, isFolded, isSelected, match, state } = props;
  const hasChildren = node.children.length > 0;
  const choose = (): void => {
    state.selectedId.value = node.id;
  };
  const toggle = (event: Event): void => {
    event.stopPropagation();
    choose();
    if (isFolded) state.unfold();
    else state.fold();
  };
  return (
    <div
      id={`row-${index}`}
      class="row"
      role="row"
      aria-level={node.depth + 1}
      aria-expanded={hasChildren ? !isFolded : undefined}
      aria-selected={isSelected}
      data-kind={node.kind}
      data-outcome={node.outcome}
      data-match={match}
      onClick={choose}
    >
      <div
        class="row-label"
        role="gridcell"
        style={{ paddingLeft: `${Math.min(node.depth, DEEPEST) * INDENT_PIXELS}px` }}
      >
        {hasChildren ? (
          <button class="twist" type="button" tabIndex={-1} data-folded={isFolded} onClick={toggle}>
            <Icon name="down" size={12} />
            <span class="hidden">{isFolded ? 'Unfold' : 'Fold'}</span>
          </button>
        ) : (
          <span class="twist" />
        )}
        <span class="row-kind" title={KIND_WORDS[node.kind]}>
          <Icon name={KIND_ICONS[node.kind]} size={14} />
          <span class="hidden">{KIND_WORDS[node.kind]}</span>
        </span>
        <bdi class="row-name">{node.name}</bdi>
        <bdi class="row-detail">{hideSecrets(node.detail)}</bdi>
        <Skew node={node} />
        {isFolded ? <span class="row-folded numbers">+{countBelow(node)}</span> : null}
      </div>
      <div class="row-status" role="gridcell">
        {node.outcome === 'ok' ? null : <OutcomeMark outcome={node.outcome} />}
        <span class="numbers">{node.status ?? ''}</span>
      </div>
      <div class="row-duration numbers" role="gridcell">
        {node.isOpen ? '…' : formatDuration(node.end - node.start)}
      </div>
      <div class="row-time" role="gridcell">
        <Bar {...props} />
      </div>
    </div>
  );
}

function Skew({ node }: { readonly node: TraceNode }): JSX.Element | null {
  const skew = clockSkewOf(node);
  if (skew === 0) return null;
  const words = `Starts ${formatDuration(skew)} before its call: the clocks differ`;
  return (
    <span class="row-skew" title={words}>
      <Icon name="clock" size={13} />
      <span class="hidden">{words}</span>
    </span>
  );
}

function Bar({ node, window, critical = [] }: TimelineRowProps): JSX.Element | null {
  const [left, right] = [placeIn(window, node.start), placeIn(window, node.end)];
  if (right < 0 || left > 1) return null;
  const words = `${formatDuration(node.end - node.start)} from ${formatDuration(node.start)}${node.outcome === 'ok' ? '' : `, ${OUTCOME_WORDS[node.outcome].name}`}`;
  return (
    <>
      <span class="bar" title={words} data-open={node.isOpen} style={stretchStyle(left, right)} />
      {critical.map(({ from, to }) => (
        <span key={from} class="critical" style={stretchStyle(placeIn(window, from), placeIn(window, to))} />
      ))}
    </>
  );
}

function stretchStyle(from: number, to: number): { left: string; width: string } {
  const [left, right] = [Math.max(-0.01, from), Math.min(1.01, to)];
  return { left: `${(left * 100).toFixed(3)}%`, width: `${(Math.max(0, right - left) * 100).toFixed(3)}%` };
}

function countBelow(node: TraceNode): number {
  let count = 0;
  const waiting = [...node.children];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    count += 1;
    waiting.push(...next.children);
  }
  return count;
}

import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { Icon } from '../parts/icon.tsx';
import { TRACE_TABS, type TraceTab } from '../route/route.ts';
import { AnnotationsTab } from './tabs/annotations-tab.tsx';
import { ExceptionsTab } from './tabs/exceptions-tab.tsx';
import { MetadataTab } from './tabs/metadata-tab.tsx';
import { OverviewTab } from './tabs/overview-tab.tsx';
import { RawTab } from './tabs/raw-tab.tsx';
import { ResourcesTab } from './tabs/resources-tab.tsx';
import { SqlTab } from './tabs/sql-tab.tsx';
import { exceptionsOf } from './exceptions.ts';
import type { TraceNode } from './trace-model.ts';
import type { TraceState } from './trace-state.ts';

interface DetailsProps {
  readonly state: TraceState;
  readonly tab: Signal<TraceTab>;
}

const TAB_WORDS: Readonly<Record<TraceTab, string>> = {
  overview: 'Overview',
  resources: 'Resources',
  annotations: 'Annotations',
  metadata: 'Metadata',
  exceptions: 'Exceptions',
  sql: 'SQL',
  raw: 'Raw',
};

/** All that is known of the chosen segment or subsegment, else of the trace's root. */
export function Details({ state, tab }: DetailsProps): JSX.Element | null {
  const node = state.selected.value ?? state.model.value?.roots[0];
  if (node === undefined) return null;
  return (
    <aside class="details" aria-label="Details">
      <header class="details-head">
        <h2>
          <bdi>{node.name}</bdi>
        </h2>
        <button
          class="button-quiet details-close"
          type="button"
          title="Close"
          onClick={() => (state.selectedId.value = undefined)}
        >
          <Icon name="close" />
          <span class="hidden">Close</span>
        </button>
      </header>
      <div class="tabs" role="tablist" aria-label="Details">
        {TRACE_TABS.map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            class="tab"
            type="button"
            role="tab"
            aria-selected={tab.value === name}
            aria-controls="tab-page"
            onClick={() => (tab.value = name)}
          >
            {TAB_WORDS[name]}
            <TabCount count={countOf(node, name)} />
          </button>
        ))}
      </div>
      <div id="tab-page" class="tab-page" role="tabpanel" aria-labelledby={`tab-${tab.value}`} tabIndex={0}>
        <TabPage key={node.id} tab={tab.value} node={node} state={state} />
      </div>
    </aside>
  );
}

function TabCount({ count }: { readonly count: number }): JSX.Element | null {
  return count === 0 ? null : <span class="tab-count numbers">{count}</span>;
}

function countOf({ document }: TraceNode, tab: TraceTab): number {
  if (tab === 'annotations') return Object.keys(document.annotations ?? {}).length;
  if (tab === 'exceptions') return exceptionsOf(document).length;
  if (tab === 'sql') return document.sql === undefined ? 0 : 1;
  if (tab !== 'metadata') return 0;
  return Object.values(document.metadata ?? {}).reduce((sum, values) => sum + Object.keys(values ?? {}).length, 0);
}

interface TabPageProps {
  readonly tab: TraceTab;
  readonly node: TraceNode;
  readonly state: TraceState;
}

function TabPage({ tab, node, state }: TabPageProps): JSX.Element {
  switch (tab) {
    case 'overview':
      return <OverviewTab node={node} />;
    case 'resources':
      return <ResourcesTab node={node} />;
    case 'annotations':
      return <AnnotationsTab node={node} />;
    case 'metadata':
      return <MetadataTab node={node} />;
    case 'exceptions':
      return <ExceptionsTab node={node} state={state} />;
    case 'sql':
      return <SqlTab node={node} />;
    case 'raw':
      return <RawTab node={node} />;
  }
}

import type { JSX } from 'preact';
import { anyText } from '../../format/any-text.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatBytes } from '../../format/numbers.ts';
import { OutcomeMark } from '../../outcome/outcome-mark.tsx';
import { OUTCOME_WORDS } from '../../outcome/outcome.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { formatRoute } from '../../route/route.ts';
import type { LinkBlock } from '../../../xray/segment-document.ts';
import { clockSkewOf } from '../clock-skew.ts';
import { ownTimeOf } from '../own-time.ts';
import type { NodeKind, TraceNode } from '../trace-model.ts';

const KIND_WORDS: Readonly<Record<NodeKind, string>> = {
  segment: 'Segment',
  aws: 'Subsegment, AWS call',
  sql: 'Subsegment, SQL query',
  remote: 'Subsegment, remote call',
  local: 'Subsegment',
};

/** What a part of the trace was, how it ended and how long it took. */
export function OverviewTab({ node }: { readonly node: TraceNode }): JSX.Element {
  const { document, outcome } = node;
  const { request, response } = document.http ?? {};
  return (
    <>
      <dl class="figures">
        <div>
          <dt>Outcome</dt>
          <dd>
            <OutcomeMark outcome={outcome} /> {OUTCOME_WORDS[outcome].name}
          </dd>
        </div>
        <div>
          <dt>Duration</dt>
          <dd class="numbers">{node.isOpen ? 'in progress' : formatDuration(node.end - node.start)}</dd>
        </div>
        <div>
          <dt>Own time</dt>
          <dd class="numbers">{formatDuration(ownTimeOf(node))}</dd>
        </div>
        <div>
          <dt>Started after</dt>
          <dd class="numbers">{formatDuration(node.start)}</dd>
        </div>
      </dl>
      <Hints node={node} />
      <Facts>
        <Fact name="Kind" value={KIND_WORDS[node.kind]} />
        <Fact name="Service" value={node.service} />
        <Fact name="Method" value={request?.method} />
        <Fact name="URL" value={request?.url} isCode />
        <Fact name="Status" value={response?.status} />
        <Fact
          name="Response size"
          value={
            typeof response?.content_length === 'number' && response.content_length > 0
              ? formatBytes(response.content_length)
              : undefined
          }
        />
        <Fact name="Client IP" value={request?.client_ip} />
        <Fact name="User agent" value={request?.user_agent} />
        <Fact name="User" value={document.user} />
        <Fact name="AWS operation" value={document.aws?.operation} />
        <Fact name="Region" value={document.aws?.region} />
        <Fact name="Request id" value={document.aws?.request_id} isCode />
        <Fact name="Retries" value={document.aws?.retries} />
        <Fact name="Statement" value={document.sql?.sanitized_query} isCode />
        <Fact name="Id" value={node.id} isCode />
        <Fact name="Parent id" value={document.parent_id ?? node.parent?.id} isCode />
      </Facts>
      <Links links={Array.isArray(document.links) ? document.links : []} />
    </>
  );
}

/** What is odd about it. */
function Hints({ node }: { readonly node: TraceNode }): JSX.Element {
  const skew = clockSkewOf(node);
  return (
    <>
      {node.isOrphan ? (
        <p class="hint">
          Its parent {anyText(node.document.parent_id)} has not arrived: the trace is broken here, or still under way.
        </p>
      ) : null}
      {skew === 0 ? null : (
        <p class="hint">
          It starts {formatDuration(skew)} before the call that it answers: the clock of {node.service} is at least so
          far behind that of {node.parent?.service}. Durations hold; moments of the two do not compare.
        </p>
      )}
    </>
  );
}

function Links({ links }: { readonly links: readonly LinkBlock[] }): JSX.Element | null {
  if (links.length === 0) return null;
  return (
    <section class="panel-part">
      <h3>Linked traces</h3>
      <ul class="links">
        {links.map(({ trace_id, id }, index) => (
          <li key={index}>
            <a
              class="code"
              href={formatRoute({ view: 'trace', traceId: anyText(trace_id), ...(id ? { row: anyText(id) } : {}) })}
            >
              {anyText(trace_id)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { isAborted, read, sentenceOf } from '../api/call.ts';
import { useRefresh } from '../api/refresh.ts';
import { readShare } from '../api/live.ts';
import { formatCount } from '../format/numbers.ts';
import { FileProgress } from '../parts/file-progress.tsx';
import { Icon } from '../parts/icon.tsx';
import { EmptyTraces } from '../traces/empty-traces.tsx';
import { formatRoute } from '../route/route.ts';
import type { LintGroup, LintResult, LintRule } from '../../local/api/console-api.ts';

const RULE_WORDS: Readonly<Record<LintRule, { readonly title: string; readonly why: string }>> = {
  'document-too-large': { title: 'Document too large', why: 'X-Ray refuses segment documents over 64 kB.' },
  'document-near-limit': { title: 'Document near the limit', why: 'A little more, and X-Ray refuses it.' },
  'too-many-annotations': { title: 'Too many annotations', why: 'X-Ray indexes 50 annotations of a trace.' },
  'annotation-key': { title: 'Annotation key', why: 'X-Ray indexes keys of letters, digits, dots and underscores.' },
  name: { title: 'Name', why: 'X-Ray takes names of up to 200 letters, digits, spaces and a few signs.' },
  'missing-parent': {
    title: 'Missing parent',
    why: 'A parent that was named did not arrive: the trace is broken there.',
  },
  'unlinked-trace': { title: 'Unlinked trace', why: 'A call that should continue a trace began one of its own.' },
  secret: { title: 'Secret', why: 'Everyone who may read traces would see it.' },
  unfinished: { title: 'Unfinished', why: 'It began and never ended.' },
};

/** What X-Ray would refuse, cut or show badly. */
export function LintView(): JSX.Element {
  const result = useSignal<LintResult | undefined>(undefined);
  const error = useSignal('');
  useRefresh(async () => {
    try {
      result.value = await read('console/lint');
      error.value = '';
      if (result.value.lintedTraces < result.value.traceCount) return 'more';
    } catch (failure) {
      if (!isAborted(failure)) error.value = sentenceOf(failure);
    }
    return undefined;
  }, 'lint');
  const { findings = [], counts = {}, lintedTraces = 0, traceCount = 0 } = result.value ?? {};
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  return (
    <div class="page">
      <h1>Lint</h1>
      <p class="lead">What X-Ray would refuse, cut or show badly, seen before it is sent.</p>
      <Progress lintedTraces={lintedTraces} traceCount={traceCount} />
      {error.value === '' ? null : <p class="hint">{error.value}</p>}
      {result.value !== undefined && findings.length === 0 ? (
        <NoFindings lintedTraces={lintedTraces} traceCount={traceCount} />
      ) : null}
      {rules.map((rule) => (
        <Rule
          key={rule}
          rule={rule}
          count={counts[rule] ?? 0}
          findings={findings.filter((finding) => finding.rule === rule)}
        />
      ))}
    </div>
  );
}

interface ReadTraces {
  readonly lintedTraces: number;
  readonly traceCount: number;
}

/** What all that is said below is said of. */
function Progress({ lintedTraces, traceCount }: ReadTraces): JSX.Element | null {
  if (traceCount === 0) return null;
  const all = `${formatCount(traceCount)} ${traceCount === 1 ? 'trace' : 'traces'}`;
  return (
    <p class="lint-progress numbers" role="status">
      {lintedTraces < traceCount ? (
        <>
          <progress max={traceCount} value={lintedTraces} aria-label="Read of the traces" />
          {`The youngest ${formatCount(lintedTraces)} of ${all} read so far`}
        </>
      ) : (
        `${all} read`
      )}
      <FileProgress />
    </p>
  );
}

function NoFindings({ lintedTraces, traceCount }: ReadTraces): JSX.Element {
  if (traceCount === 0) return <EmptyTraces isFiltered={false} timeRange={{ kind: 'all' }} onClear={() => {}} />;
  const isReading = lintedTraces < traceCount || readShare.value < 1;
  return (
    <div class="empty">
      {isReading ? null : (
        <span class="empty-good">
          <Icon name="check" size={28} />
        </span>
      )}
      <h2>{isReading ? 'Nothing to mend so far' : 'Nothing to mend'}</h2>
      <p>
        {isReading
          ? 'Nothing is known yet of the traces that are still to be read.'
          : 'Every document is within X-Ray’s limits, every trace hangs together, no secrets seen.'}
      </p>
    </div>
  );
}

interface RuleProps {
  readonly rule: LintRule;
  readonly count: number;
  readonly findings: readonly LintGroup[];
}

function Rule({ rule, count, findings }: RuleProps): JSX.Element {
  const { title, why } = RULE_WORDS[rule] ?? { title: rule, why: '' };
  const severity = findings[0]?.severity ?? 'warning';
  const shown = findings.reduce((sum, finding) => sum + finding.count, 0);
  return (
    <section class="card lint-rule" data-severity={severity}>
      <header>
        <span class="severity">{severity === 'error' ? 'Error' : 'Warning'}</span>
        <h2>{title}</h2>
        <span class="numbers quiet">{formatCount(count)}</span>
        <p class="quiet">{why}</p>
      </header>
      <ul>
        {findings.map((finding, index) => (
          <li key={index}>
            <Finding finding={finding} />
          </li>
        ))}
      </ul>
      {count > shown ? <p class="quiet">and {formatCount(count - shown)} more</p> : null}
    </section>
  );
}

function Finding({ finding }: { readonly finding: LintGroup }): JSX.Element {
  const { traceId, documentId, name, message, count } = finding;
  const content = (
    <>
      {name === undefined ? null : <bdi class="lint-name">{name}</bdi>}
      <bdi class="lint-message">{message}</bdi>
      <span class="lint-count numbers quiet" title={`${formatCount(count)} documents, this is the youngest`}>
        {count === 1 ? null : `${formatCount(count)} ×`}
      </span>
    </>
  );
  if (traceId === undefined) return <span class="lint-line">{content}</span>;
  const href = formatRoute({ view: 'trace', traceId, ...(documentId === undefined ? {} : { row: documentId }) });
  return (
    <a class="lint-line" href={href}>
      {content}
      <Icon name="next" size={14} />
    </a>
  );
}

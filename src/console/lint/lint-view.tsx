import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { isAborted, read, sentenceOf } from '../api/call.ts';
import { useRefresh } from '../api/refresh.ts';
import { formatCount } from '../format/numbers.ts';
import { Icon } from '../parts/icon.tsx';
import { formatRoute } from '../route/route.ts';
import type { LintFinding, LintResult, LintRule } from '../../local/api/console-api.ts';

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
    } catch (failure) {
      if (!isAborted(failure)) error.value = sentenceOf(failure);
    }
  }, 'lint');
  const { findings = [], counts = {}, lintedTraces = 0, traceCount = 0 } = result.value ?? {};
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  return (
    <div class="page">
      <h1>Lint</h1>
      <p class="lead">What X-Ray would refuse, cut or show badly, seen before it is sent.</p>
      {lintedTraces < traceCount ? (
        <p class="hint">
          The youngest {formatCount(lintedTraces)} of {formatCount(traceCount)} traces were read.
        </p>
      ) : null}
      {error.value === '' ? null : <p class="hint">{error.value}</p>}
      {result.value !== undefined && findings.length === 0 ? (
        <div class="empty">
          <span class="empty-good">
            <Icon name="check" size={28} />
          </span>
          <h2>Nothing to mend</h2>
          <p>Every document is within X-Ray’s limits, every trace hangs together, no secrets seen.</p>
        </div>
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

interface RuleProps {
  readonly rule: LintRule;
  readonly count: number;
  readonly findings: readonly LintFinding[];
}

function Rule({ rule, count, findings }: RuleProps): JSX.Element {
  const { title, why } = RULE_WORDS[rule] ?? { title: rule, why: '' };
  const severity = findings[0]?.severity ?? 'warning';
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
      {count > findings.length ? <p class="quiet">and {formatCount(count - findings.length)} more</p> : null}
    </section>
  );
}

function Finding({ finding }: { readonly finding: LintFinding }): JSX.Element {
  const { traceId, documentId, name, message } = finding;
  const content = (
    <>
      {name === undefined ? null : <bdi class="lint-name">{name}</bdi>}
      <bdi>{message}</bdi>
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

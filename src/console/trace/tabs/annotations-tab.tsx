import type { JSX } from 'preact';
import { exactOf } from '../../api/exact-json.ts';
import { anyText } from '../../format/any-text.ts';
import { Shielded } from '../../parts/facts.tsx';
import { formatRoute } from '../../route/route.ts';
import { DEFAULT_RANGE } from '../../route/time-range.ts';
import { annotationCondition } from '../../traces/filter-expression.ts';
import { shieldValue } from '../secrets.ts';
import type { TraceNode } from '../trace-model.ts';

/** What X-Ray indexes: traces are found by it. */
export function AnnotationsTab({ node }: { readonly node: TraceNode }): JSX.Element {
  const entries = Object.entries(exactOf(node.document.annotations) ?? {});
  if (entries.length === 0)
    return (
      <p class="nothing">
        No annotations. <code>annotate('tenant', 'acme')</code> makes one; traces can be filtered by it.
      </p>
    );
  return (
    <dl class="facts">
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt>
            <bdi>{key}</bdi>
          </dt>
          <dd>
            <Shielded name={key} value={anyText(value)} />
            {isScalar(value) && !shieldValue(key, anyText(value)).isHidden ? (
              <a
                class="fact-way"
                href={formatRoute({
                  view: 'traces',
                  filter: annotationCondition(key, value),
                  timeRange: DEFAULT_RANGE,
                })}
              >
                Filter
              </a>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

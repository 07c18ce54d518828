import type { JSX } from 'preact';
import { exactOf } from '../../api/exact-json.ts';
import { JsonView } from '../../parts/json-view.tsx';
import type { TraceNode } from '../trace-model.ts';

/** What is shown but not indexed, by namespace. */
export function MetadataTab({ node }: { readonly node: TraceNode }): JSX.Element {
  const namespaces = Object.entries(node.document.metadata ?? {});
  if (namespaces.length === 0)
    return (
      <p class="nothing">
        No metadata. <code>metadata('cart', cart)</code> keeps any value with the trace; it is shown, not indexed.
      </p>
    );
  return (
    <>
      {namespaces.map(([name, values]) => (
        <section key={name} class="panel-part">
          <h3>
            <bdi>{name}</bdi>
          </h3>
          <JsonView value={exactOf(values)} label={`Metadata ${name}`} />
        </section>
      ))}
    </>
  );
}

import type { JSX } from 'preact';
import { exactOf } from '../../api/exact-json.ts';
import { JsonView } from '../../parts/json-view.tsx';
import { copyText } from '../../shell/notice.ts';
import { linesToText, toJsonLines } from '../json-lines.ts';
import type { TraceNode } from '../trace-model.ts';

/** The document as it is, without what is nested in it. */
export function RawTab({ node }: { readonly node: TraceNode }): JSX.Element {
  const { subsegments, ...own } = exactOf(node.document);
  const count = subsegments?.length ?? 0;
  return (
    <>
      <p class="raw-head">
        <span class="quiet">{count === 0 ? '' : `${count} subsegments left out`}</span>
        <button
          class="link"
          type="button"
          onClick={() => void copyText(linesToText(toJsonLines(own)), 'Copied, secrets hidden')}
        >
          Copy
        </button>
      </p>
      <JsonView value={own} label="Document" />
    </>
  );
}

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { call, isAborted, sentenceOf } from '../api/call.ts';
import { exactOf, parseJson } from '../api/exact-json.ts';
import { useRefresh } from '../api/refresh.ts';
import { Icon } from '../parts/icon.tsx';
import { JsonView } from '../parts/json-view.tsx';
import { goBack } from '../shell/navigation.ts';
import { copyText } from '../shell/notice.ts';
import { useCommands } from '../shell/commands.ts';
import { linesToText, toJsonLines } from './json-lines.ts';

/** A trace's documents as X-Ray's BatchGetTraces gives them. */
export function RawView({ traceId }: { readonly traceId: string }): JSX.Element {
  const documents = useSignal<readonly unknown[] | undefined>(undefined);
  const error = useSignal('');
  useRefresh(
    async (signal) => {
      try {
        const { Traces } = await call('Traces', { TraceIds: [traceId] }, signal);
        documents.value = Traces.flatMap(({ Segments }) =>
          Segments.map(({ Document }) => exactOf(parseJson(Document))),
        );
        error.value = documents.value.length === 0 ? 'This trace is not here (any more).' : '';
      } catch (failure) {
        if (!isAborted(failure)) error.value = sentenceOf(failure);
      }
    },
    traceId,
    traceId,
  );
  const back = (): void => goBack({ view: 'trace', traceId });
  useCommands({ back, raw: back });
  return (
    <div class="raw">
      <header class="trace-head">
        <button class="button-quiet" type="button" title="Back (Esc)" onClick={back}>
          <Icon name="back" size={20} />
          <span class="hidden">Back</span>
        </button>
        <div class="trace-title">
          <h1>Raw documents</h1>
          <p class="trace-facts numbers">{traceId}</p>
        </div>
        <div class="trace-ways">
          <button
            class="button"
            type="button"
            disabled={documents.value === undefined}
            onClick={() => void copyText(linesToText(toJsonLines(documents.value ?? [])), 'Copied, secrets hidden')}
          >
            <Icon name="copy" />
            Copy
          </button>
        </div>
      </header>
      {error.value === '' ? null : <p class="hint">{error.value}</p>}
      {documents.value === undefined ? null : <JsonView value={documents.value} label="Documents" isPage />}
    </div>
  );
}

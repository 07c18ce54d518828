import type { JSX } from 'preact';
import { anyText } from '../../format/any-text.ts';
import { Shielded } from '../../parts/facts.tsx';
import type { ExceptionBlock } from '../../../xray/segment-document.ts';
import { describerOf, exceptionsOf } from '../exceptions.ts';
import type { TraceNode } from '../trace-model.ts';
import type { TraceState } from '../trace-state.ts';

interface ExceptionsTabProps {
  readonly node: TraceNode;
  readonly state: TraceState;
}

/** What was thrown, with its stack. */
export function ExceptionsTab({ node, state }: ExceptionsTabProps): JSX.Element {
  const exceptions = exceptionsOf(node.document);
  const model = state.model.value;
  const describer = model === undefined ? undefined : describerOf(node.document, model);
  if (describer !== undefined)
    return (
      <p class="nothing">
        The exception came from below.{' '}
        <button class="link" type="button" onClick={() => state.reveal(describer)}>
          Show it at {describer.name}
        </button>
      </p>
    );
  if (exceptions.length === 0) return <p class="nothing">No exceptions.</p>;
  return (
    <>
      {exceptions.map((exception, index) => (
        <Exception key={index} exception={exception} isCause={exceptions.some(({ cause }) => cause === exception.id)} />
      ))}
    </>
  );
}

interface ExceptionProps {
  readonly exception: ExceptionBlock;
  readonly isCause: boolean;
}

function Exception({ exception, isCause }: ExceptionProps): JSX.Element {
  const { type, message, remote, stack, truncated } = exception;
  const frames = Array.isArray(stack) ? stack : [];
  return (
    <section class="exception">
      <h3>
        {isCause ? <span class="quiet">Caused by </span> : null}
        <bdi>{anyText(type) || 'Error'}</bdi>
        {remote === true ? <span class="chip">remote</span> : null}
      </h3>
      <p class="exception-message">
        <Shielded name="message" value={anyText(message)} />
      </p>
      {frames.length === 0 ? null : (
        <ol class="stack">
          {frames.map(({ path, line, label }, index) => (
            <li key={index} data-own={isOwn(anyText(path))}>
              <bdi>{anyText(label).trim() || '(anonymous)'}</bdi>
              <bdi class="quiet">
                {anyText(path)}
                {line === undefined || line === 0 ? '' : `:${anyText(line)}`}
              </bdi>
            </li>
          ))}
        </ol>
      )}
      {typeof truncated === 'number' && truncated > 0 ? <p class="quiet">{truncated} more frames left out</p> : null}
    </section>
  );
}

/** Whether a frame is of the application's own code. */
function isOwn(path: string): boolean {
  return path !== '' && !path.includes('node_modules') && !path.startsWith('node:') && path !== 'node';
}

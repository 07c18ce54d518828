import type { JSX } from 'preact';
import { Fact, Facts } from '../../parts/facts.tsx';
import { hideSecrets } from '../secrets.ts';
import { readSqlWords } from '../sql-words.ts';
import type { TraceNode } from '../trace-model.ts';

/** A query and where it went. */
export function SqlTab({ node }: { readonly node: TraceNode }): JSX.Element {
  const { sql } = node.document;
  if (sql === undefined) return <p class="nothing">No SQL here.</p>;
  const query = typeof sql.sanitized_query === 'string' ? hideSecrets(sql.sanitized_query) : '';
  return (
    <>
      {query === '' ? null : (
        <pre class="sql">
          {readSqlWords(query).map(({ text, isKeyword }, index) =>
            isKeyword ? <b key={index}>{text}</b> : <span key={index}>{text}</span>,
          )}
        </pre>
      )}
      <Facts>
        <Fact name="Database" value={sql.database_type} />
        <Fact name="Version" value={sql.database_version} />
        <Fact name="Connection" value={sql.connection_string} isCode />
        <Fact name="URL" value={sql.url} isCode />
        <Fact name="User" value={sql.user} />
        <Fact name="Driver" value={sql.driver_version} />
        <Fact name="Preparation" value={sql.preparation} />
      </Facts>
    </>
  );
}

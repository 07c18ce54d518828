import type { EnrichmentConfig } from '../config/config.ts';
import { awsCalls, oneTable, phoneNumbers, receivingCalls } from './aws-calls.ts';
import { inProgress } from './crash-guard.ts';
import { errorTypes } from './error-types.ts';
import { forwardedClients } from './forwarded-clients.ts';
import { httpNames, originalMethod } from './http-names.ts';
import { localRootKinds, localRoots, localRootSafety } from './local-roots.ts';
import { marks } from './marks.ts';
import { pgErrors } from './pg-errors.ts';
import { remoteDatabases } from './remote-databases.ts';
import { responseSizes } from './response-size.ts';
import type { Row } from './row.ts';
import { createHostNames, legalNames, serviceNames } from './segment-names.ts';
import { sqlErrors } from './sql-errors.ts';
import type { RowsOfAttribute } from './span-draft.ts';
import { spanNames } from './span-names.ts';
import { oldSqlCalls, sqlCalls } from './sql.ts';
import { stackFrames } from './stack-frames.ts';
import { awsThrottling } from './throttling.ts';
import { times } from './times.ts';

/**
 * What is written on a span, in this order: its kind and times, what was called, how it went, how the document is
 * named, and at last what must never be sent.
 */
export function createRows({
  mode,
  segmentNameHosts,
}: Pick<EnrichmentConfig, 'mode' | 'segmentNameHosts'>): readonly Row[] {
  const rows: readonly Row[] = [
    times,
    phoneNumbers,
    pgErrors,
    sqlErrors,
    receivingCalls,
    awsCalls,
    sqlCalls,
    oldSqlCalls,
    remoteDatabases,
    httpNames,
    originalMethod,
    forwardedClients,
    responseSizes,
    awsThrottling,
    marks,
    errorTypes,
    stackFrames,
    oneTable,
    localRoots,
    localRootKinds,
    createHostNames(segmentNameHosts),
    serviceNames,
    legalNames,
    spanNames,
    localRootSafety,
    inProgress,
  ];
  return rows.filter(({ group }) => GROUPS[mode].has(group));
}

/** The rows, each with a bit of its own, and what tells of which attribute which of them run. */
export interface IndexedRows {
  readonly rows: readonly Row[];
  /** Those that run for every span. */
  readonly always: number;
  readonly rowsOf: RowsOfAttribute;
}

/** Indexes rows by the attributes that they concern. */
export function indexRows(rows: readonly Row[]): IndexedRows {
  let always = 0;
  const bits = new Map<string, number>();
  for (const [index, { concerns }] of rows.entries()) {
    if (concerns === 'every span') always |= 1 << index;
    else for (const key of concerns) bits.set(key, (bits.get(key) ?? 0) | (1 << index));
  }
  return { rows, always, rowsOf: (key) => bits.get(key) ?? 0 };
}

const GROUPS: Readonly<Record<EnrichmentConfig['mode'], ReadonlySet<Row['group']>>> = {
  full: new Set(['additive', 'contradicting', 'protective']),
  additive: new Set(['additive', 'protective']),
  off: new Set(['protective']),
};

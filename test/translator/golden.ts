import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OtlpMessage } from './otlp-json.ts';

/** A recorded input, and what the real exporter sent for it. */
export interface GoldenCase {
  readonly name: string;
  readonly input: OtlpMessage;
  readonly documents: readonly string[];
  readonly documentsIndexAll: readonly string[];
}

/**
 * Cases recorded from awsxrayexporter v0.156: those of `awsxrayexporter.json` from a whole collector, those of
 * `awsxrayexporter-corners.json` from its translator package alone.
 */
export function readGoldenCases(file: string): readonly GoldenCase[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../golden', file), 'utf8')) as GoldenCase[];
}

/**
 * The random ids in the exporter's documents, in the order in which it drew them: a translation that draws the same
 * ids in its turn gives the same documents, byte for byte.
 */
export function drawnIds(documents: readonly string[]): string[] {
  const parsed = documents.map(
    (document) => JSON.parse(document) as { id: string; cause?: { exceptions?: { id: string }[] } },
  );
  const exceptionIds = parsed.flatMap(({ cause }) => (cause?.exceptions ?? []).map(({ id }) => id));
  const [, serviceSegment] = parsed;
  return serviceSegment === undefined ? exceptionIds : [serviceSegment.id, ...exceptionIds];
}

/** Draws the given ids in turn. Throws once they are used up. */
export function drawInTurn(ids: readonly string[]): () => string {
  const left = [...ids];
  return () => {
    const id = left.shift();
    if (id === undefined) throw new Error('More ids were drawn than the exporter drew.');
    return id;
  };
}

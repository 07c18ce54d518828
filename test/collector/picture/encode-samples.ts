import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { createEnrich } from '../../../src/enrichment/index.ts';
import { settings } from '../../enrichment/documents.ts';
import { SPANS } from '../support/sample-size.ts';
import { generateSamples, type SampleSpan } from './generate-samples.ts';

/** A sample with the request by which an application sends it. */
export interface EncodedSample extends SampleSpan {
  /** Binary, enriched. */
  readonly request: Uint8Array;
}

/** As many samples as the tests generate, as an application sends them. */
export function encodeSamples(): EncodedSample[] {
  const enrich = createEnrich(settings());
  return generateSamples(SPANS).map((sample) => {
    const enriched = enrich(sample.span);
    const request = enriched && ProtobufTraceSerializer.serializeRequest([enriched]);
    if (request === undefined) throw new Error(`A sample was withheld: ${JSON.stringify(sample.file)}`);
    return { ...sample, request };
  });
}

import type { SegmentDocument } from '../../xray/segment-document.ts';

/** How the keys begin that instrumentations, resources and enrichment use (https://opentelemetry.io/docs/specs/semconv/). */
const RECORDED =
  /^(?:aws|client|cloud|code|container|db|deployment|enduser|error|faas|gen_ai|grpc|host|http|k8s|message|messaging|net|network|os|otel|peer|process|rpc|server|service|telemetry|thread|url|user_agent)\./;

/** How many values of metadata the application added; what instrumentations recorded is not counted. */
export function countMetadata({ metadata = {} }: SegmentDocument): number {
  let count = 0;
  for (const [namespace, values] of Object.entries(metadata)) {
    const keys = Object.keys(values ?? {});
    count += namespace === 'default' ? keys.filter((key) => !RECORDED.test(key)).length : keys.length;
  }
  return count;
}

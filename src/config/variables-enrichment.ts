import { parseAttributePatterns } from './parse-attribute-patterns.ts';
import { parseSwitch } from './parse-boolean.ts';
import { parseChoice } from './parse-choice.ts';
import { parseHostPatterns } from './parse-host-patterns.ts';
import { variable } from './variable.ts';

/** What is done to spans on their way to X-Ray. */
export const enrichmentVariables = {
  mode: variable({
    name: 'OTEL_XRAY_ENRICHMENT',
    path: 'enrichment.mode',
    default: 'full',
    allowed: 'full, additive or off',
    description:
      'How much spans are made to say in words of X-Ray: all that it takes, only what contradicts nothing recorded (where the collector feeds other backends too), or nothing. Redaction stays.',
    origin: 'otel-xray',
    parse: parseChoice({ full: 'full', additive: 'additive', off: 'off' }),
  }),
  redact: variable({
    name: 'OTEL_XRAY_REDACT',
    path: 'enrichment.redact',
    default: 'nothing beyond what is always redacted',
    allowed: 'names of attributes with * as wildcard, separated by commas',
    description:
      'Attributes and metadata keys whose values never leave, beside access keys, credentials, signatures, tokens and SQL literals.',
    origin: 'otel-xray',
    parse: parseAttributePatterns,
  }),
  segmentNameHosts: variable({
    name: 'OTEL_XRAY_SEGMENT_NAME_HOSTS',
    path: 'enrichment.segmentNameHosts',
    default: 'none, segments are named after the service',
    allowed: 'host names with an optional port and * as wildcard, separated by commas',
    description:
      'Requests to these hosts get segments named by the host, such as *.example.com; the dynamic naming of the X-Ray SDKs.',
    origin: 'otel-xray',
    parse: parseHostPatterns,
  }),
  sqlQueries: variable({
    name: 'AWS_XRAY_COLLECT_SQL_QUERIES',
    path: 'enrichment.sqlQueries',
    default: 'true',
    allowed: 'true or false',
    description:
      "Whether the text of queries is sent, with placeholders for its literals; false keeps db.query.text and db.statement of every database back, and the rest of X-Ray's sql block stays.",
    origin: 'X-Ray SDK',
    parse: parseSwitch,
  }),
} as const;

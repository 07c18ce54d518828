import { SpanKind } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { recordingSegment } from './active-span.ts';
import { refuse } from './call-arguments.ts';
import { describeKind, quoteName } from './describe-value.ts';
import { legalSegmentName } from '../xray/segment-name.ts';

/** Text in a segment document, names and annotations apart, has up to 250 characters. */
const MAX_USER_CHARACTERS = 250;

/**
 * Says on whose behalf the active segment runs; X-Ray searches for it as `user`. It is written to the segment, also
 * from inside a subsegment.
 *
 * @param id Non-empty text; X-Ray takes 250 characters, and what is longer is cut with one warning.
 * @throws Error without a segment under `RUNTIME_ERROR`; never otherwise.
 *
 * @example
 * setUser(request.auth.userId);
 */
export function setUser(id: string): void {
  const segment = recordingSegment('setUser', 'The user is left out.');
  if (segment === undefined || !isText('setUser', id, 'The user is left out.')) return;
  if (id.length > MAX_USER_CHARACTERS) {
    refuse(`"setUser" got ${id.length} characters; expected up to ${MAX_USER_CHARACTERS}. The rest is cut off.`);
  }
  segment.setAttribute('enduser.id', id.slice(0, MAX_USER_CHARACTERS));
}

/**
 * Renames the active segment, and with it the node that X-Ray draws; the service name stays as it is. Characters that
 * X-Ray does not take in names are left out, and 200 characters are kept.
 *
 * @throws Error without a segment under `RUNTIME_ERROR`; never otherwise.
 *
 * @example
 * app.get('/v1/auth/roles', (request, response) => {
 *   setSegmentName('GetRoles');
 * });
 */
export function setSegmentName(name: string): void {
  const outcome = 'The segment keeps its name.';
  const segment = recordingSegment('setSegmentName', outcome);
  if (segment === undefined || !isText('setSegmentName', name, outcome)) return;
  const legalName = legalSegmentName(name);
  if (legalName === '') {
    refuse(`"setSegmentName" got ${quoteName(name)}; expected letters, digits, spaces or _.:/%&#=+-@. ${outcome}`);
    return;
  }
  nameSegment(segment, legalName);
}

/**
 * The exporter names a SERVER segment by `aws.local.service`; any other one by its span name, as long as no attribute
 * of a callee is there.
 */
function nameSegment(segment: Span, name: string): void {
  segment.setAttribute('aws.local.service', name);
  const kind: unknown = 'kind' in segment ? segment.kind : undefined;
  if (kind !== undefined && kind !== SpanKind.SERVER) segment.updateName(name);
}

function isText(helper: string, value: unknown, outcome: string): value is string {
  if (typeof value === 'string' && value !== '') return true;
  refuse(`"${helper}" got ${describeKind(value)}; expected a non-empty string. ${outcome}`);
  return false;
}

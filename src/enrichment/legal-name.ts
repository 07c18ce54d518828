import { legalSegmentName } from '../xray/segment-name.ts';

/** True for a name that X-Ray takes as it is. */
export function isLegalName(name: string): boolean {
  return name !== '' && legalSegmentName(name) === name;
}

/** The name as X-Ray takes it; `unknown` where nothing of it is left. */
export function legalName(name: string): string {
  return legalSegmentName(name) || 'unknown';
}

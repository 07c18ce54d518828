import { isRecord } from '../aws-sdk/is-record.ts';
import type { V2Request } from './sdk-shapes.ts';

/**
 * True where the model that this release of the SDK carries knows a member of the operation's input, or of its
 * `Entries`. SDK v2 refuses parameters that its model does not know.
 */
export function knowsMember({ service, operation }: V2Request, member: string): boolean {
  const members = membersOf(service.api?.operations?.[operation]?.input);
  if (member in members) return true;
  const entries = members['Entries'];
  return isRecord(entries) && member in membersOf(entries['member']);
}

function membersOf(shape: unknown): Readonly<Record<string, unknown>> {
  const members = isRecord(shape) ? shape['members'] : undefined;
  return isRecord(members) ? members : {};
}

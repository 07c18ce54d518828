import type { ServiceId } from '../api/xray-api.ts';
import type { MapNode } from './map-node.ts';

/** A node as X-Ray's answers name it; what nobody said is left out. */
export function toServiceId({ name, type, accountId }: MapNode): ServiceId {
  return {
    Name: name,
    Names: [name],
    ...(accountId !== '' && { AccountId: accountId }),
    ...(type !== '' && { Type: type }),
  };
}

import { randomBytes } from 'node:crypto';
import type { ResolveGroup } from '../filter/compile-filter.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { isRecord } from '../../xray/sampling-rule.ts';
import type { Answering } from './api-endpoint.ts';
import { type Fields, optionalText, requiredText } from './read-fields.ts';
import { invalidRequest, XRayFault } from './xray-fault.ts';

/** A group as X-Ray's API gives it. */
interface Group {
  readonly GroupName: string;
  readonly GroupARN: string;
  readonly FilterExpression: string;
  readonly InsightsConfiguration: { readonly InsightsEnabled: boolean; readonly NotificationsEnabled: boolean };
}

/** Named filters, and X-Ray's operations on them. */
export interface GroupStore {
  readonly operations: Readonly<Record<string, Answering>>;
  readonly resolve: ResolveGroup;
}

/** X-Ray allows these in a region. */
const MAX_GROUPS = 25;

/** X-Ray's own group takes every trace. */
const DEFAULT_GROUP: Group = createGroup('Default', '', 'arn:aws:xray:local:000000000000:group/Default');

/** A store with nothing but X-Ray's default group. */
export function createGroupStore(): GroupStore {
  const groups = new Map<string, Group>([[DEFAULT_GROUP.GroupName, DEFAULT_GROUP]]);
  const find = (name: string | undefined, arn: string | undefined): Group => {
    const group = [...groups.values()].find(({ GroupName, GroupARN }) =>
      name === undefined ? GroupARN === arn : GroupName === name,
    );
    if (group === undefined) throw invalidRequest('Group not found.');
    return group;
  };
  const findOwn = (fields: Fields): Group => {
    const group = find(optionalText(fields, 'GroupName'), optionalText(fields, 'GroupARN'));
    if (group === DEFAULT_GROUP) throw invalidRequest('The default group cannot be changed.');
    return group;
  };
  return {
    resolve(by, value) {
      const { FilterExpression } = by === 'name' ? find(value, undefined) : find(undefined, value);
      const parsed = parseFilter(FilterExpression);
      return parsed.ok ? parsed.filter : undefined;
    },
    operations: {
      Groups: () => ({ Groups: [...groups.values()] }),
      GetGroup: (fields) => ({ Group: find(optionalText(fields, 'GroupName'), optionalText(fields, 'GroupARN')) }),
      CreateGroup(fields) {
        const name = requiredText(fields, 'GroupName');
        if (name.length > 32) throw invalidRequest('"GroupName" is longer than 32 characters.');
        if (groups.has(name)) throw invalidRequest('Group already exists.');
        if (groups.size > MAX_GROUPS) throw new XRayFault('ThrottledException', `At most ${MAX_GROUPS} groups.`, 429);
        const arn = `arn:aws:xray:local:000000000000:group/${name}/${randomBytes(16).toString('hex').toUpperCase()}`;
        const group = { ...createGroup(name, readExpression(fields), arn), ...readInsights(fields) };
        groups.set(name, group);
        return { Group: group };
      },
      UpdateGroup(fields) {
        const before = findOwn(fields);
        // What is not given stays.
        const FilterExpression = readExpression({ FilterExpression: before.FilterExpression, ...fields });
        const group = { ...before, FilterExpression, ...readInsights(fields) };
        groups.set(group.GroupName, group);
        return { Group: group };
      },
      DeleteGroup(fields) {
        groups.delete(findOwn(fields).GroupName);
        return {};
      },
    },
  };
}

function createGroup(GroupName: string, FilterExpression: string, GroupARN: string): Group {
  const InsightsConfiguration = { InsightsEnabled: false, NotificationsEnabled: false };
  return { GroupName, GroupARN, FilterExpression, InsightsConfiguration };
}

function readExpression(fields: Fields): string {
  const expression = optionalText(fields, 'FilterExpression') ?? '';
  const parsed = parseFilter(expression);
  if (parsed.ok) return expression;
  throw invalidRequest(`Invalid FilterExpression at position ${parsed.error.position}: ${parsed.error.message}`);
}

/** Kept as they were set, for whoever reads them again; there are no insights here. */
function readInsights({ InsightsConfiguration: given }: Fields): Partial<Pick<Group, 'InsightsConfiguration'>> {
  if (given === undefined || given === null) return {};
  if (!isRecord(given)) throw invalidRequest('"InsightsConfiguration" is not an object.');
  const { InsightsEnabled = false, NotificationsEnabled = false } = given;
  if (typeof InsightsEnabled !== 'boolean' || typeof NotificationsEnabled !== 'boolean') {
    throw invalidRequest('"InsightsConfiguration" has values that are not true or false.');
  }
  if (NotificationsEnabled && !InsightsEnabled) throw invalidRequest('Notifications need insights to be enabled.');
  return { InsightsConfiguration: { InsightsEnabled, NotificationsEnabled } };
}

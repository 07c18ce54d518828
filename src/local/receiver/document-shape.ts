import { isRecord } from '../../xray/sampling-rule.ts';

/** What a field may hold: a kind of value, an object of fields, or a list of one shape. */
type Shape = 'string' | 'number' | 'time' | 'boolean' | 'any' | { readonly [field: string]: Shape } | readonly [Shape];

type Fields = Readonly<Record<string, unknown>>;

const AWS: Shape = {
  account_id: 'string',
  operation: 'string',
  region: 'string',
  request_id: 'string',
  queue_url: 'string',
  table_name: 'string',
  table_names: ['string'],
  ec2: { instance_id: 'string', availability_zone: 'string' },
  ecs: { container: 'string', availability_zone: 'string', container_arn: 'string' },
  xray: { sdk: 'string', sdk_version: 'string' },
};

/** The fields that this X-Ray reads; all others may be anything. */
const DOCUMENT: { readonly [field: string]: Shape } = {
  name: 'string',
  id: 'string',
  start_time: 'time',
  end_time: 'time',
  in_progress: 'boolean',
  origin: 'string',
  user: 'string',
  resource_arn: 'string',
  parent_id: 'string',
  type: 'string',
  namespace: 'string',
  fault: 'boolean',
  error: 'boolean',
  throttle: 'boolean',
  http: {
    request: { method: 'string', url: 'string', user_agent: 'string', client_ip: 'string' },
    response: { status: 'number' },
  },
  aws: AWS,
  sql: { url: 'string', sanitized_query: 'string', database_type: 'string', connection_string: 'string' },
  links: [{ trace_id: 'string', id: 'string' }],
  annotations: {},
  metadata: {},
};

const CAUSE: Shape = { exceptions: [{ id: 'string', type: 'string', message: 'string', stack: [{}] }] };

/** The first field, as a path, whose value is of the wrong kind; subsegments are looked into at any depth. */
export function findMisfit(document: Fields, path = ''): string | undefined {
  const own = misfitOf(document, DOCUMENT, path);
  if (own !== undefined) return own;
  const { cause, subsegments } = document;
  if (cause !== undefined && typeof cause !== 'string') {
    const misfit = misfitOf(cause, CAUSE, `${path}cause`);
    if (misfit !== undefined) return misfit;
  }
  if (subsegments === undefined) return undefined;
  if (!Array.isArray(subsegments)) return `${path}subsegments`;
  for (const [index, subsegment] of subsegments.entries()) {
    const place = `${path}subsegments[${index}].`;
    const misfit = isRecord(subsegment) ? findMisfit(subsegment, place) : `${path}subsegments[${index}]`;
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}

function misfitOf(value: unknown, shape: Shape, path: string): string | undefined {
  if (value === undefined || shape === 'any') return undefined;
  if (typeof shape === 'string') return isOfKind(value, shape) ? undefined : path;
  if (isList(shape)) {
    if (!Array.isArray(value)) return path;
    for (const item of value) {
      const misfit = misfitOf(item, shape[0], `${path}[]`);
      if (misfit !== undefined) return misfit;
    }
    return undefined;
  }
  if (!isRecord(value)) return path;
  const prefix = path === '' || path.endsWith('.') ? path : `${path}.`;
  for (const [field, inner] of Object.entries(shape)) {
    const misfit = misfitOf(value[field], inner, `${prefix}${field}`);
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}

/** Seconds since 1970 of the year 10000; milliseconds of today are beyond. */
const END_OF_TIME = 253_402_300_800;

function isOfKind(value: unknown, kind: Extract<Shape, string>): boolean {
  if (kind === 'time') return typeof value === 'number' && value >= 0 && value < END_OF_TIME;
  return typeof value === kind || (kind === 'number' && typeof value === 'bigint');
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}

/** Kept as they are: the values are the application's own. */
const FREE_FIELDS = new Set(['annotations', 'metadata']);

/** The document without fields that are null, which to X-Ray's readers are absent. */
export function withoutNulls(document: Fields): Fields {
  const entries = Object.entries(document).filter(([, value]) => value !== null);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, FREE_FIELDS.has(key) ? value : withoutNullsInside(value)]),
  );
}

function withoutNullsInside(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNullsInside);
  return isRecord(value) ? withoutNulls(value) : value;
}

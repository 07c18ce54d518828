import type { Attributes } from '@opentelemetry/api';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { countUnits } from './document-size.ts';
import { legalName } from './legal-name.ts';

/** What spans need to know of the service that they are of. */
export interface Service {
  /** The resource to send. */
  readonly resource: Resource;
  /** `service.name` as X-Ray takes it for a segment; empty without one. */
  readonly name: string;
  /** `service.name` as it is; empty without one. */
  readonly recordedName: string;
  /** False where `cloud.provider` names another cloud: some markers of X-Ray must not be sent then. */
  readonly isOnAws: boolean;
  /** How much the resource can add to a document, see {@link countUnits}. */
  readonly units: number;
}

/** Gives the service of a resource; the same object for the same resource, so that exporters group its spans. */
export type DescribeService = (resource: Resource) => Service;

interface Entry {
  readonly service: Service;
  readonly wasPending: boolean;
}

/**
 * Describes services by their resources, each once. `rewrite` gives the attributes to send; of a resource that still
 * waits for some, the description is made anew when they are there.
 */
export function createServices(rewrite: (attributes: Attributes) => Attributes): DescribeService {
  const known = new WeakMap<Resource, Entry>();
  return (resource) => {
    const isPending = resource.asyncAttributesPending === true;
    const entry = known.get(resource);
    if (entry !== undefined && entry.wasPending === isPending) return entry.service;
    const service = describe(resource, rewrite);
    known.set(resource, { service, wasPending: isPending });
    return service;
  };
}

function describe(resource: Resource, rewrite: (attributes: Attributes) => Attributes): Service {
  const { attributes, schemaUrl } = resource;
  const rewritten = rewrite(attributes);
  const name = attributes['service.name'];
  const serviceName = typeof name === 'string' ? name : '';
  const provider = attributes['cloud.provider'];
  const sendable = rewritten === attributes ? resource : resourceFromAttributes(rewritten, withSchema(schemaUrl));
  return {
    resource: sendable,
    name: serviceName === '' ? '' : legalName(serviceName),
    recordedName: serviceName,
    isOnAws: provider === undefined || provider === 'aws' || provider === '',
    units: Object.entries(rewritten).reduce(
      (units, [key, value]) => units + countUnits(key) + countUnits(value) + 20,
      0,
    ),
  };
}

function withSchema(schemaUrl: string | undefined): { schemaUrl?: string } {
  return schemaUrl === undefined ? {} : { schemaUrl };
}

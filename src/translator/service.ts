import type { ServiceBlock } from '../xray/segment-document.ts';
import { perResource } from './per-resource.ts';
import { asText, isList, unlessEmpty } from './read-attribute.ts';
import type { Attributes, AttributeValue } from './span.ts';

/** The version of the service, or of its container image; without a version but with its key, an empty block. */
export const makeService = perResource((resource): ServiceBlock | undefined => {
  const version = findVersion(resource);
  return version === undefined ? undefined : { version: unlessEmpty(asText(version)) };
});

function findVersion(resource: Attributes): AttributeValue | undefined {
  const version = resource['service.version'];
  if (version !== undefined) return version;
  const tags = resource['container.image.tags'];
  return isList(tags) && tags.length > 0 ? tags[0] : resource['container.image.tag'];
}

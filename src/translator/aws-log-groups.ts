import type { LogGroupBlock } from '../xray/segment-document.ts';
import { perResource } from './per-resource.ts';
import { asText, isList, nullIfEmpty, unlessEmpty } from './read-attribute.ts';
import type { Attributes, AttributeValue } from './span.ts';

const ARN_PARTS_BEFORE_NAME = 6;

/** The log groups that the resource tells by ARN, else by name, else the configured ones. */
export function makeLogGroups(
  resource: Attributes,
  configuredNames: readonly string[],
): readonly LogGroupBlock[] | undefined {
  const told = toldGroups(resource);
  return told === undefined && configuredNames.length > 0 ? fromNames(configuredNames) : told;
}

const toldGroups = perResource((resource): readonly LogGroupBlock[] | undefined => {
  const arns = toList(resource['aws.log.group.arns']);
  if (arns.length > 0) return arns.map(fromArn);
  const names = toList(resource['aws.log.group.names']);
  return names.length > 0 ? fromNames(names) : undefined;
});

function fromNames(names: readonly string[]): readonly LogGroupBlock[] {
  return names.map((name) => ({ log_group: nullIfEmpty(name) }));
}

/** A list's texts; of a text, as environment variables give it, the parts between `&`. */
function toList(value: AttributeValue | undefined): readonly string[] {
  if (isList(value)) return value.map(asText);
  return asText(value)
    .split('&')
    .filter((part) => part !== '');
}

/**
 * The name is an ARN's seventh part.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html#CWL_ARN_Format
 */
function fromArn(arn: string): LogGroupBlock {
  const name = arn.split(':')[ARN_PARTS_BEFORE_NAME] ?? arn;
  return { log_group: nullIfEmpty(name), arn: unlessEmpty(arn) };
}

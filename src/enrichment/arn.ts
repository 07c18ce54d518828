const ARN = /^arn:[^:]*:[^:]*:[^:]*:(\d{12})?:(.+)$/s;

/** What an Amazon resource name tells besides service and region. */
export interface Arn {
  /** 12 digits; empty where the resource belongs to no account, such as an S3 bucket. */
  readonly account: string;
  /** What follows the account, such as `table/orders` or `orders-topic`. */
  readonly resource: string;
}

/**
 * Reads an ARN such as `arn:aws:dynamodb:eu-west-1:123456789012:table/orders`; undefined for any other value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(value: unknown): Arn | undefined {
  if (typeof value !== 'string' || !value.startsWith('arn:') || value.length > 2048) return undefined;
  const [, account = '', resource = ''] = ARN.exec(value) ?? [];
  return resource === '' ? undefined : { account, resource };
}

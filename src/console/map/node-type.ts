/** What kinds of nodes look different on the map. */
export type NodeShape = 'client' | 'service' | 'aws' | 'database' | 'remote';

/** How a node is drawn, by X-Ray's type of it. */
export function shapeOf(type: string): NodeShape {
  if (type === 'client') return 'client';
  if (type === 'remote') return 'remote';
  if (type.startsWith('Database::')) return 'database';
  return /^AWS::(?:DynamoDB|S3|SQS|SNS|Kinesis|StepFunctions|EventBridge|SecretsManager|SSM)\b/.test(type) ||
    (type.startsWith('AWS::') && !RUNS_SERVICES.test(type))
    ? 'aws'
    : 'service';
}

const RUNS_SERVICES = /^AWS::(?:ECS|EC2|EKS|ElasticBeanstalk|AppRunner|Lambda::Function)\b/;

/** X-Ray's type for people: `AWS::DynamoDB::Table` as `DynamoDB table`. */
export function describeType(type: string): string {
  if (type === '') return 'Service';
  if (type === 'client') return 'Client';
  if (type === 'remote') return 'Remote';
  const [family = '', product = '', ...more] = type.split('::');
  if (family === 'Database') return `${product} database`.trim();
  if (family !== 'AWS') return type;
  return [product, ...more.map((word) => (/^[A-Z]+\d?$/.test(word) ? word : word.toLowerCase()))].join(' ');
}

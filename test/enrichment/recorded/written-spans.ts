import { shopResource, type SpanFile } from './span-file.ts';

/*
 * Spans as the named releases of upstream's instrumentations make them, written from their sources: servers for them
 * are no part of this repository. And spans that applications and consumers make by themselves.
 */

const call = { kind: 'CLIENT', parent: 'local' } as const;

/** By what they are of. */
export const writtenSpans: Readonly<Record<string, SpanFile>> = {
  'ioredis 0.71': {
    ...call,
    name: 'set',
    scope: '@opentelemetry/instrumentation-ioredis',
    attributes: {
      'db.operation.name': 'set',
      'db.system.name': 'redis',
      'db.query.text': 'set session:42 [1 other arguments]',
      'server.address': 'cache.internal',
      'server.port': 6379,
    },
  },
  'redis 0.71': {
    ...call,
    name: 'redis-GET',
    scope: '@opentelemetry/instrumentation-redis',
    attributes: {
      'db.system.name': 'redis',
      'server.address': '127.0.0.1',
      'server.port': 6379,
      'db.operation.name': 'GET',
      'db.query.text': 'GET session:42',
    },
  },
  'mongodb 0.76': {
    ...call,
    name: 'find orders',
    scope: '@opentelemetry/instrumentation-mongodb',
    attributes: {
      'db.system.name': 'mongodb',
      'db.namespace': 'shop',
      'db.operation.name': 'find',
      'db.collection.name': 'orders',
      'server.address': 'mongo1',
      'server.port': 27_017,
      'db.query.text': '{"user":"?"}',
    },
  },
  'memcached 0.66': {
    ...call,
    name: 'memcached get',
    scope: '@opentelemetry/instrumentation-memcached',
    attributes: {
      'server.address': 'memcached',
      'server.port': 11_211,
      'db.system.name': 'memcached',
      'db.operation.name': 'get',
    },
  },
  'cassandra-driver 0.68': {
    ...call,
    name: 'cassandra-driver.execute',
    scope: '@opentelemetry/instrumentation-cassandra-driver',
    attributes: {
      'db.system.name': 'cassandra',
      'db.query.text': "SELECT * FROM carts WHERE user = 'alice' AND total > 10",
      'db.namespace': 'shop_ks',
      'server.address': '10.0.0.7',
      'server.port': 9042,
    },
  },
  'mysql2 0.69': {
    ...call,
    name: 'SELECT',
    scope: '@opentelemetry/instrumentation-mysql2',
    attributes: {
      'db.namespace': 'shop',
      'server.address': 'db.internal',
      'server.port': 3306,
      'db.system.name': 'mysql',
      'db.query.text': `SELECT * FROM users WHERE name = "O\\"Neil" AND id IN (1, 0x2F)`,
    },
  },
  'pg of old conventions': {
    ...call,
    name: 'pg.query:SELECT shop',
    scope: '@opentelemetry/instrumentation-pg',
    attributes: {
      'db.system': 'postgresql',
      'db.name': 'shop',
      'db.connection_string': 'postgresql://shop:hunter2@db.internal:5432/shop',
      'net.peer.name': 'db.internal',
      'net.peer.port': 5432,
      'db.user': 'shop',
      'db.statement': "SELECT $1::text, E'it\\'s', $tag$secret$tag$",
    },
  },
  'grpc 0.223': {
    ...call,
    name: 'grpc.shop.Prices/Get',
    scope: '@opentelemetry/instrumentation-grpc',
    attributes: {
      'rpc.system': 'grpc',
      'rpc.method': 'Get',
      'rpc.service': 'shop.Prices',
      'server.address': 'prices.internal',
      'server.port': 50_051,
      'rpc.grpc.status_code': 0,
    },
  },
  'kafka producer': {
    kind: 'PRODUCER',
    parent: 'local',
    name: 'send orders',
    scope: '@opentelemetry/instrumentation-kafkajs',
    attributes: {
      'messaging.system': 'kafka',
      'messaging.destination.name': 'orders',
      'messaging.operation.type': 'send',
      'messaging.destination.partition.id': '1',
    },
  },
  'kafka consumer': {
    kind: 'CONSUMER',
    parent: 'remote',
    name: 'process orders',
    scope: '@opentelemetry/instrumentation-kafkajs',
    attributes: {
      'messaging.system': 'kafka',
      'messaging.destination.name': 'orders',
      'messaging.operation.type': 'process',
    },
  },
  'consumer in a request': {
    kind: 'CONSUMER',
    parent: 'local',
    name: 'process order',
    scope: 'shop-worker',
    attributes: { 'messaging.system': 'rabbitmq' },
  },
  'cron job': { kind: 'INTERNAL', name: 'nightly report', scope: 'shop-cron', attributes: { rows: 12 } },
  'cron job that calls AWS': {
    kind: 'CLIENT',
    name: 'DynamoDB.Scan',
    scope: '@opentelemetry/instrumentation-aws-sdk',
    attributes: {
      'rpc.system': 'aws-api',
      'rpc.method': 'Scan',
      'rpc.service': 'DynamoDB',
      'db.system.name': 'dynamodb',
      'db.namespace': 'orders',
      'aws.dynamodb.table_names': ['orders'],
      'cloud.region': 'eu-west-1',
      'aws.request.id': 'RID-1',
      'http.response.status_code': 200,
    },
  },
  'worker that polls SQS': {
    kind: 'CONSUMER',
    name: 'orders receive',
    scope: '@opentelemetry/instrumentation-aws-sdk',
    attributes: {
      'rpc.system': 'aws-api',
      'rpc.method': 'ReceiveMessage',
      'rpc.service': 'SQS',
      'messaging.system': 'aws_sqs',
      'messaging.destination.name': 'orders',
      'url.full': 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
      'messaging.operation.type': 'receive',
      'messaging.batch.message_count': 0,
      'cloud.region': 'eu-west-1',
      'http.response.status_code': 200,
    },
  },
  "an application's own client span": {
    ...call,
    name: 'ask the oracle',
    scope: 'shop',
    attributes: { 'network.protocol.version': '7', question: 'why' },
  },
};

/** Resources as the platforms of AWS, and another cloud, make them. */
export const resources = {
  shop: shopResource,
  ecs: {
    ...shopResource,
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_ecs',
    'cloud.account.id': '123456789012',
    'cloud.region': 'eu-west-1',
    'cloud.availability_zone': 'eu-west-1a',
    'cloud.resource_id': 'arn:aws:ecs:eu-west-1:123456789012:container/shop/1',
    'container.name': 'ip-10-0-0-1',
    'container.id': 'c0ffee',
    'aws.ecs.launchtype': 'FARGATE',
    'aws.ecs.cluster.arn': 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop',
    'aws.ecs.container.arn': 'arn:aws:ecs:eu-west-1:123456789012:container/shop/1',
    'aws.ecs.task.arn': 'arn:aws:ecs:eu-west-1:123456789012:task/shop/2',
    'aws.ecs.task.family': 'shop',
    'aws.ecs.task.revision': '7',
    'aws.log.group.names': ['/ecs/shop'],
    'aws.log.group.arns': ['arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/shop'],
    'aws.log.stream.names': ['shop/1'],
  },
  ec2: {
    ...shopResource,
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_ec2',
    'cloud.availability_zone': 'eu-west-1a',
    'host.id': 'i-0123456789abcdef0',
    'host.type': 't4g.small',
    'host.image.id': 'ami-1',
    'host.name': 'ip-10-0-0-1',
  },
  laptop: {
    ...shopResource,
    'host.id': 'c0ffee-machine-id',
    'host.name': 'laptop',
    'process.command_args': ['node', 'app.js'],
  },
  eks: {
    ...shopResource,
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_eks',
    'k8s.cluster.name': 'shop-cluster',
    'k8s.pod.name': 'shop-7d9f',
    'container.id': 'c0ffee',
  },
  beanstalk: {
    ...shopResource,
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_elastic_beanstalk',
    'service.namespace': 'shop-env',
    'service.instance.id': 42,
  },
  gcp: { ...shopResource, 'cloud.provider': 'gcp', 'cloud.platform': 'gcp_cloud_run' },
} as const;

/** What one variable takes and refuses. */
export interface VariableRow {
  readonly name: string;
  /** Texts, each with the value that it gives at the variable's path. */
  readonly good: readonly (readonly [text: string, value: unknown])[];
  /** Texts that are refused as a whole. */
  readonly bad: readonly string[];
  /** Variables without which this one has no effect. */
  readonly beside?: Readonly<Record<string, string>>;
  /** The same for bad texts, where it differs. */
  readonly besideBad?: Readonly<Record<string, string>>;
}

const badNumbers = ['abc', 'NaN', 'Infinity', '-1', '1.5', '0x10', '1e3', '1_000', '9'.repeat(400)];

function truth(name: string, value: boolean, beside?: VariableRow['beside']): VariableRow {
  return {
    name,
    good: [
      ['true', value],
      ['TRUE', value],
      ['false', !value],
      ['False', !value],
    ],
    bad: ['1', 'yes', 'on', 'true,true', '0', 'no'],
    ...(beside === undefined ? {} : { beside }),
  };
}

function wholeNumber(name: string, min: number, max: number): VariableRow {
  return {
    name,
    good: [
      [String(min), min],
      ['64', 64],
      ['0064', 64],
      [String(max), max],
    ],
    bad: [...badNumbers, String(max + 1), ...(min > 0 ? [String(min - 1)] : [])],
  };
}

function otlp(suffix: string, row: Omit<VariableRow, 'name'>): VariableRow[] {
  return [
    { ...row, name: `OTEL_EXPORTER_OTLP_${suffix}` },
    { ...row, name: `OTEL_EXPORTER_OTLP_TRACES_${suffix}` },
  ];
}

const serviceName: Omit<VariableRow, 'name'> = {
  good: [
    ['orders', 'orders'],
    ['Größe 1 (größer)', 'Größe 1 (größer)'],
    ['n'.repeat(255), 'n'.repeat(255)],
  ],
  bad: ['n'.repeat(256), 'a\nb', 'a\u009bb'],
};

const badEndpoints = [
  'collector',
  'http://',
  'http:///path',
  'ftp://host:21',
  'host:port',
  'host:99999',
  'http://host:99999',
  'http://user:pa ss@host',
  'http://[::1',
  'unix:',
  'http://a b:4317',
];

const names: Omit<VariableRow, 'name'> = {
  good: [
    ['http', ['http']],
    ['http, aws-sdk,,HTTP', ['http', 'aws-sdk']],
    ['@opentelemetry/instrumentation-pg', ['pg']],
  ],
  bad: ['@other/http', 'ht tp', '-', ',,', 'x'.repeat(65)],
};

function centralFrom(endpoint: string): unknown {
  return { endpoint, pollingIntervalMillis: 300_000, isExplicit: true };
}

const generalRows: readonly VariableRow[] = [
  truth('OTEL_SDK_DISABLED', false),
  truth('AWS_XRAY_SDK_DISABLED', false),
  {
    name: 'OTEL_CONFIG_FILE',
    good: [['/etc/otel configuration.yaml', '/etc/otel configuration.yaml']],
    bad: ['/'.repeat(4097), 'a\nb'],
  },
  {
    name: 'OTEL_LOG_LEVEL',
    good: [
      ['none', 'none'],
      ['ERROR', 'error'],
      ['warn', 'warn'],
      ['Info', 'info'],
      ['debug', 'debug'],
      ['verbose', 'verbose'],
      ['all', 'verbose'],
    ],
    bad: ['loud', 'warning', '3', 'constructor', '__proto__'],
  },
  {
    name: 'AWS_XRAY_DEBUG_MODE',
    good: [
      ['true', 'debug'],
      ['TRUE', 'debug'],
      ['false', 'info'],
    ],
    bad: ['1', 'yes'],
  },
  {
    name: 'AWS_XRAY_LOG_LEVEL',
    good: [
      ['debug', 'debug'],
      ['info', 'info'],
      ['WARN', 'warn'],
      ['error', 'error'],
      ['silent', 'none'],
    ],
    bad: ['none', 'loud'],
  },
  {
    name: 'OTEL_XRAY_LOG_FORMAT',
    good: [
      ['json', 'json'],
      ['TEXT', 'text'],
    ],
    bad: ['xml', '{}'],
  },
  {
    name: 'AWS_XRAY_CONTEXT_MISSING',
    good: [
      ['RUNTIME_ERROR', 'RUNTIME_ERROR'],
      ['ignore_error', 'IGNORE_ERROR'],
      ['LOG_ERROR', 'LOG_ERROR'],
    ],
    bad: ['THROW', 'LOG'],
  },
  wholeNumber('OTEL_XRAY_SHUTDOWN_TIMEOUT', 0, 60_000),
  truth('OTEL_XRAY_EXIT_FLUSH', true),
  {
    name: 'OTEL_METRICS_EXPORTER',
    good: [
      ['otlp', true],
      ['none', false],
      ['console,prometheus', true],
    ],
    bad: ['statsd', 'none,otlp', ','],
  },
  {
    name: 'OTEL_LOGS_EXPORTER',
    good: [
      ['otlp', true],
      ['NONE', false],
    ],
    bad: ['file', 'otlp,none'],
  },
];

const identityRows: readonly VariableRow[] = [
  { name: 'OTEL_SERVICE_NAME', ...serviceName },
  { name: 'AWS_XRAY_TRACING_NAME', ...serviceName },
  {
    name: 'OTEL_RESOURCE_ATTRIBUTES',
    good: [
      ['a=b', { a: 'b' }],
      ['service.version=1.2.0 , team = blue', { 'service.version': '1.2.0', team: 'blue' }],
      ['k%2C1=v%3D%20w', { 'k,1': 'v= w' }],
      ['a=,', { a: '' }],
      ['service.name=orders,a=b', { a: 'b' }],
    ],
    bad: ['a', '=b', 'a=b=c', 'a=%zz', 'a=b,c', 'a=%00', `a=${'v'.repeat(4097)}`, ','],
  },
  {
    name: 'OTEL_NODE_RESOURCE_DETECTORS',
    good: [
      ['all', ['ec2', 'ecs', 'eks', 'lambda', 'beanstalk']],
      ['aws', ['ec2', 'ecs', 'eks', 'lambda', 'beanstalk']],
      ['none', []],
      ['eks, ECS', ['ecs', 'eks']],
      ['env,host,os,process,serviceinstance', []],
      ['env,ec2', ['ec2']],
    ],
    bad: ['gcp', 'ec3'],
  },
];

const propagationRows: readonly VariableRow[] = [
  {
    name: 'OTEL_PROPAGATORS',
    good: [
      ['xray', ['xray']],
      ['tracecontext,baggage,xray', ['tracecontext', 'baggage', 'xray']],
      ['b3, B3MULTI,b3', ['b3', 'b3multi']],
      ['xray-lambda', ['xray-lambda']],
      ['none', []],
      ['xray, NONE', []],
    ],
    bad: ['jaeger', 'constructor', 'toString', ','],
  },
  {
    name: 'OTEL_XRAY_RESPONSE_HEADER',
    good: [
      ['requested', 'requested'],
      ['NEVER', 'never'],
      ['always', 'always'],
    ],
    bad: ['true', 'sometimes'],
  },
  {
    name: 'OTEL_XRAY_PROPAGATE_TO',
    good: [
      ['*.internal.example.com', ['*.internal.example.com']],
      ['Orders:8080, 10.0.*,[::1]:*', ['orders:8080', '10.0.*', '[::1]:*']],
      ['*', ['*']],
    ],
    bad: ['http://orders/', 'a b', 'user@host', 'host:port', ',,'],
  },
  {
    name: 'OTEL_XRAY_TRUST_INCOMING',
    good: [
      ['id', 'id'],
      ['None', 'none'],
      ['all', 'all'],
    ],
    bad: ['false', 'some'],
  },
];

const samplingRows: readonly VariableRow[] = [
  {
    name: 'OTEL_TRACES_SAMPLER',
    good: [
      ['xray', 'xray'],
      ['xray_default', 'xray_default'],
      ['always_on', 'always_on'],
      ['ALWAYS_OFF', 'always_off'],
      ['traceidratio', 'traceidratio'],
      ['parentbased_always_on', 'parentbased_always_on'],
      ['parentbased_always_off', 'parentbased_always_off'],
      ['parentbased_traceidratio', 'parentbased_traceidratio'],
    ],
    bad: ['jaeger_remote', '100%', 'always'],
  },
  {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    beside: { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' },
    good: [
      ['0.25', 0.25],
      ['0', 0],
      ['1', 1],
      ['.5', 0.5],
      ['1e-3', 0.001],
    ],
    bad: ['2', '-0.1', 'NaN', '5%', '1e99', '.', 'endpoint=http://localhost:2000'],
  },
  {
    name: 'AWS_XRAY_DAEMON_ADDRESS',
    good: [
      ['daemon:2001', centralFrom('http://daemon:2001')],
      ['10.0.0.7:2000', centralFrom('http://10.0.0.7:2000')],
      ['[::1]:2000', centralFrom('http://[::1]:2000')],
      ['tcp:daemon:2001 udp:daemon:2002', centralFrom('http://daemon:2001')],
      ['UDP:daemon:2002  TCP:[fd00::1]:2001', centralFrom('http://[fd00::1]:2001')],
      ['tcp:daemon:2001', centralFrom('http://daemon:2001')],
    ],
    bad: [
      'daemon',
      'daemon:port',
      'daemon:99999',
      ':2000',
      'http://daemon:2000',
      'udp:daemon:2000',
      'tcp:a:1 tcp:b:2 udp:c:3',
      'tcp:a:1 udp:c:3 d:4',
      'tcp:a:1,udp:b:2',
      'user@daemon:2000',
      'daemon:2000/path',
    ],
  },
  {
    name: 'OTEL_XRAY_SAMPLING_RULES',
    good: [['/etc/sampling rules.json', { file: '/etc/sampling rules.json' }]],
    bad: ['/'.repeat(4097), 'a\nb'],
  },
  {
    name: 'OTEL_XRAY_HEALTH_CHECKS',
    good: [
      ['record', 'record'],
      ['Drop', 'drop'],
    ],
    bad: ['true'],
  },
];

const exporterRows: readonly VariableRow[] = [
  {
    name: 'OTEL_TRACES_EXPORTER',
    good: [
      ['console', ['console']],
      ['otlp, Console', ['otlp', 'console']],
      ['none', []],
    ],
    bad: ['zipkin', 'none,otlp', ','],
  },
  ...otlp('PROTOCOL', {
    good: [
      ['grpc', 'grpc'],
      ['HTTP/protobuf', 'http/protobuf'],
      ['http/json', 'http/json'],
    ],
    bad: ['http', 'udp', 'https'],
  }),
  ...otlp('ENDPOINT', {
    good: [
      ['http://collector:4317', 'http://collector:4317'],
      ['https://[::1]:4317/', 'https://[::1]:4317'],
      ['collector:4317', 'https://collector:4317'],
      ['unix:///tmp/otlp.sock', 'unix:///tmp/otlp.sock'],
      ['http://collector:9999/v1/traces', 'http://collector:9999/v1/traces'],
    ],
    bad: badEndpoints,
  }),
  ...otlp('HEADERS', {
    good: [
      ['x-api-key=abc', { 'x-api-key': 'abc' }],
      ['Authorization=Bearer%20a%3D%3D, b=c=d', { authorization: 'Bearer a==', b: 'c=d' }],
      [
        '__proto__=x,constructor=y',
        Object.fromEntries([
          ['__proto__', 'x'],
          ['constructor', 'y'],
        ]),
      ],
    ],
    bad: ['secret', '=secret', 'a=', 'a=%zz', 'a b=c', 'a=%0d%0ainjected:1', 'a=é', 'key-bin=abc', ','],
  }),
  ...otlp('COMPRESSION', {
    good: [
      ['gzip', 'gzip'],
      ['None', 'none'],
    ],
    bad: ['br', 'true'],
  }),
  ...otlp('TIMEOUT', wholeNumber('', 1, 3_600_000)),
  ...otlp('CERTIFICATE', {
    good: [['/etc/ca.pem', '/etc/ca.pem']],
    bad: ['/'.repeat(4097), 'a\nb'],
  }),
  ...otlp('CLIENT_CERTIFICATE', {
    good: [['/etc/cert.pem', '/etc/cert.pem']],
    bad: ['/'.repeat(4097)],
    beside: { OTEL_EXPORTER_OTLP_CLIENT_KEY: '/etc/key.pem' },
    besideBad: {},
  }),
  ...otlp('CLIENT_KEY', {
    good: [['/etc/key.pem', '/etc/key.pem']],
    bad: ['-----BEGIN PRIVATE KEY-----\nsecret'],
    beside: { OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: '/etc/cert.pem' },
    besideBad: {},
  }),
  ...otlp('INSECURE', {
    beside: { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' },
    good: [
      ['true', 'http://collector:4317'],
      ['FALSE', 'https://collector:4317'],
    ],
    bad: ['1', 'yes'],
  }),
];

const limitRows: readonly VariableRow[] = [
  wholeNumber('OTEL_BSP_MAX_QUEUE_SIZE', 1, 1_000_000),
  {
    ...wholeNumber('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 1, 1_000_000),
    beside: { OTEL_BSP_MAX_QUEUE_SIZE: '1000000' },
  },
  wholeNumber('OTEL_BSP_SCHEDULE_DELAY', 1, 3_600_000),
  wholeNumber('OTEL_BSP_EXPORT_TIMEOUT', 1, 3_600_000),
  ...[
    'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
    'OTEL_ATTRIBUTE_COUNT_LIMIT',
    'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    'OTEL_SPAN_EVENT_COUNT_LIMIT',
    'OTEL_SPAN_LINK_COUNT_LIMIT',
    'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT',
    'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT',
  ].map((name) => wholeNumber(name, 0, 2_147_483_647)),
];

/** One row for each variable of the table. */
export const variableRows: readonly VariableRow[] = [
  ...generalRows,
  ...identityRows,
  ...propagationRows,
  ...samplingRows,
  ...exporterRows,
  ...limitRows,
  { name: 'OTEL_NODE_ENABLED_INSTRUMENTATIONS', ...names },
  { name: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS', ...names },
  truth('OTEL_XRAY_FRAMEWORK_SPANS', true),
  {
    name: 'OTEL_XRAY_HTTP',
    good: [
      ['upstream', 'upstream'],
      ['UPSTREAM', 'upstream'],
      ['own', 'own'],
    ],
    bad: ['false', 'none', 'own,upstream'],
  },
  {
    name: 'OTEL_XRAY_ENRICHMENT',
    good: [
      ['additive', 'additive'],
      ['OFF', 'off'],
      ['full', 'full'],
    ],
    bad: ['none', 'true', 'full,off'],
  },
  {
    name: 'OTEL_XRAY_REDACT',
    good: [
      ['card.number', ['card.number']],
      ['card.*, http.request.header.X-Session ,*_token', ['card.*', 'http.request.header.X-Session', '*_token']],
    ],
    bad: ['a b', ',,', '"card"', 'n'.repeat(256)],
  },
  {
    name: 'OTEL_XRAY_SEGMENT_NAME_HOSTS',
    good: [
      ['*.Example.com,orders:8080', ['*.example.com', 'orders:8080']],
      ['*', ['*']],
    ],
    bad: ['http://orders/', 'a b', ',,'],
  },
  truth('AWS_XRAY_COLLECT_SQL_QUERIES', true),
];

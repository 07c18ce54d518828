import { parseDetectors } from './parse-detectors.ts';
import { parseResourceAttributes } from './parse-resource-attributes.ts';
import { parseText } from './parse-text.ts';
import { variable } from './variable.ts';

/** Who the service is and where it runs. */
export const resourceVariables = {
  serviceName: variable({
    name: 'OTEL_SERVICE_NAME',
    path: 'resource.serviceName',
    default: 'service.name of OTEL_RESOURCE_ATTRIBUTES, then AWS_XRAY_TRACING_NAME, then the name in package.json',
    allowed: 'at most 255 printable characters',
    description: "The name of the service: the name of its segments and of its node in X-Ray's trace map.",
    origin: 'OpenTelemetry',
    parse: parseText(255),
  }),
  tracingName: variable({
    name: 'AWS_XRAY_TRACING_NAME',
    path: 'resource.serviceName',
    default: 'the name in package.json',
    allowed: 'at most 255 printable characters',
    description: 'The name of the service, where no OpenTelemetry variable gives it.',
    origin: 'X-Ray SDK',
    parse: parseText(255),
  }),
  attributes: variable({
    name: 'OTEL_RESOURCE_ATTRIBUTES',
    path: 'resource.attributes',
    default: 'none',
    allowed: 'key=value pairs separated by commas, percent-encoded, values of at most 4096 characters',
    description:
      'Attributes of the service on every trace, such as service.version=1.2.0,deployment.environment.name=prod.',
    origin: 'OpenTelemetry',
    parse: parseResourceAttributes,
  }),
  detectors: variable({
    name: 'OTEL_NODE_RESOURCE_DETECTORS',
    path: 'resource.detectors',
    default: 'all',
    allowed: 'all, aws, none, or some of ec2, ecs, eks, lambda and beanstalk, separated by commas',
    description: 'The AWS platforms whose details are looked for at start.',
    origin: 'OpenTelemetry',
    parse: parseDetectors,
  }),
} as const;

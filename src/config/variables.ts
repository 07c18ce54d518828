/**
 * The one table of environment variables: what is parsed, what diagnostics say and what the documentation lists
 * all come from here. A topic's rows stand in a file of their own.
 */
import type { Variable, VariableGroup } from './variable.ts';
import { enrichmentVariables } from './variables-enrichment.ts';
import { exporterVariables, otlpVariables } from './variables-exporter.ts';
import { generalVariables } from './variables-general.ts';
import { instrumentationVariables } from './variables-instrumentation.ts';
import { batchVariables, limitVariables } from './variables-limits.ts';
import { propagationVariables } from './variables-propagation.ts';
import { resourceVariables } from './variables-resource.ts';
import { samplingVariables } from './variables-sampling.ts';

/** All variables by topic, in the order of the documentation. */
export const variableGroups: readonly VariableGroup[] = [
  { title: 'On, off and diagnostics', variables: Object.values(generalVariables) },
  { title: 'Service', variables: Object.values(resourceVariables) },
  { title: 'Trace headers', variables: Object.values(propagationVariables) },
  { title: 'Sampling', variables: Object.values(samplingVariables) },
  {
    title: 'Export',
    variables: [
      ...Object.values(exporterVariables),
      ...Object.values(otlpVariables).flatMap(({ general, traces }) => [general, traces]),
    ],
  },
  { title: 'What X-Ray shows', variables: Object.values(enrichmentVariables) },
  { title: 'Queue', variables: Object.values(batchVariables) },
  { title: 'Limits of a span', variables: Object.values(limitVariables) },
  { title: 'Instrumentations', variables: Object.values(instrumentationVariables) },
];

/** All variables, flat. */
export const variables: readonly Variable<unknown>[] = variableGroups.flatMap((group) => group.variables);

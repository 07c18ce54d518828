import type { CheckedOptions } from './check-options.ts';
import type { CentralSamplingConfig, SamplingConfig } from './config.ts';
import type { VariableReader } from './read-variable.ts';
import { centralArgument, samplingVariables } from './variables-sampling.ts';

type SamplingOptions = CheckedOptions['sampling'];

const DEFAULT_ENDPOINT = 'http://127.0.0.1:2000';
const DEFAULT_POLLING_INTERVAL_MILLIS = 300_000;

/**
 * Makes the sampling part of the configuration. Settings that the chosen sampler does not use are told at info level.
 *
 * @param isLambda the process is a Lambda function: there is no sampling proxy, and its invoker has decided
 */
export function readSampling(options: SamplingOptions, reader: VariableReader, isLambda: boolean): SamplingConfig {
  const named = options.sampler ?? reader.read(samplingVariables.sampler);
  const sampler = named ?? 'xray';
  const isRatio = sampler === 'traceidratio' || sampler === 'parentbased_traceidratio';
  const isXRay = sampler === 'xray' || sampler === 'xray_default';
  const central = sampler === 'xray' ? readCentral(options, reader, named !== undefined) : undefined;
  if (!isRatio && (options.ratio !== undefined || (sampler !== 'xray' && reader.isSet(samplingVariables.ratio)))) {
    const name = options.ratio === undefined ? samplingVariables.ratio.name : 'sampling.ratio';
    reportUnused(reader, name, 'traceidratio and parentbased_traceidratio use it', sampler);
  }
  const local = options.local ?? readRulesFile(reader);
  if (local !== undefined && !isXRay) {
    const name = options.local === undefined ? samplingVariables.rulesFile.name : 'sampling.rules';
    reportUnused(reader, name, 'xray and xray_default use it', sampler);
  }
  return {
    sampler,
    ratio: isRatio ? (options.ratio ?? reader.read(samplingVariables.ratio) ?? 1) : 1,
    ...(central === undefined || isLambda ? {} : { central }),
    ...(local === undefined || !isXRay ? {} : { local }),
    healthChecks: options.healthChecks ?? reader.read(samplingVariables.healthChecks) ?? 'drop',
  };
}

function reportUnused(reader: VariableReader, name: string, users: string, sampler: string): void {
  reader.report('info', `"${name}" is set, but only ${users}. Using the sampler ${sampler} without it.`);
}

function readCentral(options: SamplingOptions, reader: VariableReader, isNamed: boolean): CentralSamplingConfig {
  const isComplete = options.endpoint !== undefined && options.pollingIntervalMillis !== undefined;
  const argument = isComplete ? undefined : reader.read(centralArgument);
  const endpoint = options.endpoint ?? argument?.endpoint ?? readDaemonEndpoint(reader);
  return {
    endpoint: endpoint ?? DEFAULT_ENDPOINT,
    pollingIntervalMillis:
      options.pollingIntervalMillis ?? argument?.pollingIntervalMillis ?? DEFAULT_POLLING_INTERVAL_MILLIS,
    isExplicit: isNamed || endpoint !== undefined,
  };
}

function readDaemonEndpoint(reader: VariableReader): string | undefined {
  const address = reader.read(samplingVariables.daemonAddress);
  return address === undefined ? undefined : `http://${address.tcp}`;
}

function readRulesFile(reader: VariableReader): SamplingConfig['local'] {
  const file = reader.read(samplingVariables.rulesFile);
  return file === undefined ? undefined : { file };
}

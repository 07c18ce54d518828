import { readFileSync } from 'node:fs';
import { parseConfigFile } from '@opentelemetry/configuration';
import { parseDocument } from 'yaml';
import { type FileEnvironment, readConfigFile } from '../config/file/read-config-file.ts';

/**
 * Puts what the file of `OTEL_CONFIG_FILE` says into the environment. A chunk of its own: the schema's validator and
 * the YAML parser are larger than all that a start otherwise evaluates.
 */
export function environmentOfFile(environment: FileEnvironment['environment']): FileEnvironment {
  return readConfigFile(environment, (file) => {
    // OpenTelemetry's parser goes on with what is left of a broken file. Pretty errors would quote it, secrets and all.
    const [mistake] = parseDocument(readFileSync(file, 'utf8'), { prettyErrors: false }).errors;
    if (mistake !== undefined) throw mistake;
    return parseConfigFile(file);
  });
}

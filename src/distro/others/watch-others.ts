import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  type InstrumentationModuleDefinition,
} from '@opentelemetry/instrumentation';
import { distroVersion } from '../version.ts';
import { admitApiCopy, admitMeterProvider } from './api-copies.ts';
import { keepFromDoubling } from './own-instrumentations.ts';
import type { SetupReport } from './setup-report.ts';

/**
 * Watches for what the application brings of OpenTelemetry itself: copies of its API, which may record here whatever
 * version they have, and instrumentations, of which none may double a span.
 *
 * @param names of upstream's instrumentations whose spans are made already
 */
export function createOthersWatch(
  names: ReadonlySet<string>,
  report: Pick<SetupReport, 'addInstrumentation'>,
): InstrumentationBase {
  return new OthersWatch(names, report);
}

class OthersWatch extends InstrumentationBase {
  readonly #names: ReadonlySet<string>;
  readonly #report: Pick<SetupReport, 'addInstrumentation'>;

  constructor(names: ReadonlySet<string>, report: Pick<SetupReport, 'addInstrumentation'>) {
    // The base class hooks the modules when it is constructed; the hooks run later.
    super('otel-xray/others', distroVersion, {});
    this.#names = names;
    this.#report = report;
  }

  protected override init(): InstrumentationModuleDefinition[] {
    return [
      defineModule('@opentelemetry/api', (moduleExports, version) => {
        if (version === undefined) return;
        admitApiCopy(version);
        if (version.startsWith('1.')) admitMeterProvider(moduleExports);
      }),
      defineModule('@opentelemetry/instrumentation', (moduleExports) =>
        keepFromDoubling(moduleExports, this.#names, (name) => this.#report.addInstrumentation(name)),
      ),
    ];
  }
}

function defineModule(
  name: string,
  look: (moduleExports: unknown, version: string | undefined) => void,
): InstrumentationModuleDefinition {
  const patch = (moduleExports: unknown, version?: string): unknown => {
    look(moduleExports, version);
    return moduleExports;
  };
  const definition: InstrumentationModuleDefinition = new InstrumentationNodeModuleDefinition(name, ['*'], patch);
  definition.includePrerelease = true;
  return definition;
}

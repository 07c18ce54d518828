import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diag, DiagLogLevel, ProxyTracerProvider } from '@opentelemetry/api';
import {
  InstrumentationBase,
  type InstrumentationModuleDefinition,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deferInstrumentation } from '../../src/instrumentation/deferred.ts';

/** Marks what it patches; each mark is one patch. */
class Marking extends InstrumentationBase {
  protected override init(): InstrumentationModuleDefinition[] {
    const mark = (exported: { marks: string[] }): unknown => {
      exported.marks.push(this.isEnabled() ? 'enabled' : 'disabled');
      return exported;
    };
    const unmark = (exported?: unknown): void => {
      (exported as { marks: string[] } | undefined)?.marks.pop();
    };
    const part = new InstrumentationNodeModuleFile('sample/part.js', ['1.x'], mark as never, unmark);
    return [
      new InstrumentationNodeModuleDefinition('sample', ['1.x'], mark, unmark, [part]),
      new InstrumentationNodeModuleDefinition('sample', ['2.x'], mark, unmark),
    ];
  }

  get currentTracer(): unknown {
    return this.tracer;
  }
}

const folders: string[] = [];
const instrumentations: { disable(): void }[] = [];
afterEach(() => {
  for (const instrumentation of instrumentations.splice(0)) instrumentation.disable();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  diag.disable();
});

/** An application that has the module `sample`; both of its files tell what was done to them. */
function createApplication(version = '1.0.0'): NodeJS.Require {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-deferred-'));
  folders.push(folder);
  const sample = path.join(folder, 'node_modules/sample');
  mkdirSync(sample, { recursive: true });
  writeFileSync(path.join(sample, 'package.json'), JSON.stringify({ name: 'sample', version }));
  writeFileSync(path.join(sample, 'part.js'), 'exports.marks = [];');
  writeFileSync(path.join(sample, 'index.js'), "exports.marks = []; exports.part = require('./part.js');");
  return createRequire(path.join(folder, 'app.js'));
}

interface Sample {
  readonly marks: readonly string[];
  readonly part: { readonly marks: readonly string[] };
}

function defer(make = () => new Marking('marking', '1', {})) {
  const made = vi.fn(() => {
    const real = make();
    instrumentations.push(real);
    return real;
  });
  const deferred = deferInstrumentation({ name: 'marking', version: '1', modules: ['sample'], make: made });
  instrumentations.push(deferred);
  return { deferred, made };
}

describe('a deferred instrumentation', () => {
  it('is made with the first file of its modules, and patches each file once', () => {
    const { made } = defer();
    expect(made).not.toHaveBeenCalled();
    const sample = createApplication()('sample') as Sample;
    expect(made).toHaveBeenCalledTimes(1);
    expect(sample).toEqual({ marks: ['enabled'], part: { marks: ['enabled'] } });
  });

  it('patches the first file where the application asks for that file alone', () => {
    defer();
    const load = createApplication();
    expect(load('sample/part.js')).toEqual({ marks: ['enabled'] });
    expect((load('sample') as Sample).marks).toEqual(['enabled']);
  });

  it('serves further copies of its modules', () => {
    const { made } = defer();
    createApplication()('sample');
    expect((createApplication('2.0.0')('sample') as Sample).marks).toEqual(['enabled']);
    expect(made).toHaveBeenCalledTimes(1);
  });

  it('leaves versions alone that it does not know', () => {
    defer();
    expect(createApplication('3.0.0')('sample')).toEqual({ marks: [], part: { marks: [] } });
  });

  it('has the providers that were set before it was made, and those that are set later', () => {
    const { deferred, made } = defer();
    const [before, after] = [new ProxyTracerProvider(), new ProxyTracerProvider()];
    const [tracerBefore, tracerAfter] = [before.getTracer('a'), after.getTracer('b')];
    before.getTracer = () => tracerBefore;
    after.getTracer = () => tracerAfter;
    deferred.setTracerProvider(before);
    createApplication()('sample');
    const real = made.mock.results[0]?.value as Marking;
    expect(real.currentTracer).toBe(tracerBefore);
    deferred.setTracerProvider(after);
    expect(real.currentTracer).toBe(tracerAfter);
  });

  it('is disabled and enabled as a whole', () => {
    const { deferred, made } = defer();
    deferred.disable();
    const load = createApplication();
    expect((load('sample') as Sample).marks).toEqual([]);
    expect(made).not.toHaveBeenCalled();
    deferred.enable();
    const sample = createApplication()('sample') as Sample;
    expect(sample.marks).toEqual(['enabled']);
    deferred.disable();
    expect(sample.marks).toEqual([]);
  });

  it('that cannot be made is reported once, and the application gets its modules as they are', () => {
    const warn = vi.fn();
    const silent = (): void => {};
    diag.setLogger(
      { error: silent, warn, info: silent, debug: silent, verbose: silent },
      { logLevel: DiagLogLevel.WARN },
    );
    defer(() => {
      throw new Error('no such file');
    });
    expect(createApplication()('sample')).toEqual({ marks: [], part: { marks: [] } });
    expect(warn.mock.calls).toEqual([
      ['The instrumentation "marking" could not be set up: Error: no such file. It is left out.'],
    ]);
  });
});

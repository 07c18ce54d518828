import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as subject from '../../src/distro/import-in-the-middle.ts';

/** The real package, at the edge of the process: notes the hooks that reach it. */
class RealHook {
  static readonly made: RealHook[] = [];
  readonly modules: string[];
  readonly options: unknown;
  readonly hook: unknown;
  isEnded = false;
  constructor(modules: string[], options: unknown, hook: unknown) {
    this.modules = modules;
    this.options = options;
    this.hook = hook;
    RealHook.made.push(this);
  }
  unhook(): void {
    this.isEnded = true;
  }
}

const look = (): void => {};
let module: typeof subject;
beforeEach(async () => {
  RealHook.made.length = 0;
  // Its hooks are the process's; each test has its own.
  vi.resetModules();
  module = await import('../../src/distro/import-in-the-middle.ts');
});

describe('import-in-the-middle inside the bundle', () => {
  it('notes hooks and does nothing with them', () => {
    void new module.Hook(['http'], {}, look);

    expect(RealHook.made).toEqual([]);
  });

  it('knows the names of all hooked modules', () => {
    void new module.Hook(['http', '@aws-sdk/client-sqs'], {}, look);
    const ended = new module.Hook(['pg'], {}, look);
    void new module.Hook(['http', 'express'], {}, look);
    ended.unhook();

    expect([...module.hookedModuleNames()]).toEqual(['http', '@aws-sdk/client-sqs', 'express']);
  });

  it('hands hooks to the real package, those before and those after', () => {
    void new module.Hook(['http'], { internals: true }, look);
    module.connectHooks(RealHook);
    void new module.Hook(['pg'], { internals: false }, look);

    expect(RealHook.made.map(({ modules, options, hook }) => ({ modules, options, hook }))).toEqual([
      { modules: ['http'], options: { internals: true }, hook: look },
      { modules: ['pg'], options: { internals: false }, hook: look },
    ]);
  });

  it('ends the real hook with its own, and one ended before is never made', () => {
    const early = new module.Hook(['http'], {}, look);
    const late = new module.Hook(['pg'], {}, look);
    early.unhook();
    module.connectHooks(RealHook);
    late.unhook();

    expect(RealHook.made.map(({ modules, isEnded }) => ({ modules, isEnded }))).toEqual([
      { modules: ['pg'], isEnded: true },
    ]);
  });
});

/**
 * How a trace enters and leaves the process: reading and writing trace headers, ids of X-Ray form, and what the SDK and
 * upstream's instrumentations must be told so that both come out right. Wired by `src/distro`.
 */
export { createAnswerHook } from './answer-hook.ts';
export { createPropagator } from './composite.ts';
export { createXRayIdGenerator } from './id-generator.ts';
export type { XRayIdGenerator } from './id-generator.ts';
export { isUndecided, pendingRoot, rootHint } from './incoming-trace.ts';
export { noteHttpRequest } from './note-http-request.ts';
export { noteUndiciRequest } from './note-undici-request.ts';
export { noteCarrier } from './outgoing-request.ts';
export { continueRoots } from './root-tracer-provider.ts';
export { wrapTracers } from './wrap-tracers.ts';

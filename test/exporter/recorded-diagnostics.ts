import { diag, DiagLogLevel } from '@opentelemetry/api';

/** Collects what is said at warn and error level until `stop`. */
export function recordDiagnostics(): { readonly lines: string[]; stop(): void } {
  const lines: string[] = [];
  const keep = (message: string, ...more: unknown[]) => void lines.push([message, ...more].join(' '));
  const ignore = () => {};
  diag.setLogger(
    { error: keep, warn: keep, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  return { lines, stop: () => diag.disable() };
}

import { parseBoolean } from './parse-boolean.ts';
import { parseChoice } from './parse-choice.ts';
import { parseExporters } from './parse-exporters.ts';
import { parseWholeNumber } from './parse-number.ts';
import { variable } from './variable.ts';

/** Switching off, diagnostics, and the end of the process. */
export const generalVariables = {
  sdkDisabled: variable({
    name: 'OTEL_SDK_DISABLED',
    path: 'enabled',
    default: 'false',
    allowed: 'true or false',
    description:
      'With true, nothing is loaded or patched: the application runs as without otel-xray.',
    origin: 'OpenTelemetry',
    parse: parseBoolean,
  }),
  xraySdkDisabled: variable({
    name: 'AWS_XRAY_SDK_DISABLED',
    path: 'enabled',
    default: 'false',
    allowed: 'true or false',
    description: 'The same switch by the name that the X-Ray SDKs read.',
    origin: 'X-Ray SDK',
    parse: parseBoolean,
  }),
  logLevel: variable({
    name: 'OTEL_LOG_LEVEL',
    path: 'logLevel',
    default: 'AWS_XRAY_LOG_LEVEL, or info',
    allowed: 'none, error, warn, info, debug, verbose or all',
    description: "The least level of otel-xray's own diagnostics on stderr.",
    origin: 'OpenTelemetry',
    parse: parseChoice({
      none: 'none',
      error: 'error',
      warn: 'warn',
      info: 'info',
      debug: 'debug',
      verbose: 'verbose',
      all: 'verbose',
    }),
  }),
  xrayDebugMode: variable({
    name: 'AWS_XRAY_DEBUG_MODE',
    path: 'logLevel',
    default: 'false',
    allowed: 'true or false',
    description: 'With true, diagnostics from debug level on, where OTEL_LOG_LEVEL is unset.',
    origin: 'X-Ray SDK',
    parse: parseBoolean,
  }),
  xrayLogLevel: variable({
    name: 'AWS_XRAY_LOG_LEVEL',
    path: 'logLevel',
    default: 'info',
    allowed: 'debug, info, warn, error or silent',
    description: 'The least level of diagnostics, where OTEL_LOG_LEVEL is unset.',
    origin: 'X-Ray SDK',
    parse: parseChoice({
      debug: 'debug',
      info: 'info',
      warn: 'warn',
      error: 'error',
      silent: 'none',
    }),
  }),
  logFormat: variable({
    name: 'OTEL_XRAY_LOG_FORMAT',
    path: 'logFormat',
    default: 'text',
    allowed: 'text or json',
    description: 'How diagnostics are written: as sentences, or as one JSON object a line.',
    origin: 'otel-xray',
    parse: parseChoice({ text: 'text', json: 'json' }),
  }),
  contextMissing: variable({
    name: 'AWS_XRAY_CONTEXT_MISSING',
    path: 'contextMissing',
    default: 'LOG_ERROR',
    allowed: 'LOG_ERROR, RUNTIME_ERROR or IGNORE_ERROR',
    description: 'What a span helper does without an active segment: log, throw, or nothing.',
    origin: 'X-Ray SDK',
    parse: parseChoice({
      LOG_ERROR: 'LOG_ERROR',
      RUNTIME_ERROR: 'RUNTIME_ERROR',
      IGNORE_ERROR: 'IGNORE_ERROR',
    }),
  }),
  shutdownTimeout: variable({
    name: 'OTEL_XRAY_SHUTDOWN_TIMEOUT',
    path: 'shutdownTimeoutMillis',
    default: '3000',
    allowed: 'milliseconds from 0 to 60000',
    description: 'The longest time that the end of the process is held to send the last spans.',
    origin: 'otel-xray',
    parse: parseWholeNumber(0, 60_000),
  }),
  metricsExporter: variable({
    name: 'OTEL_METRICS_EXPORTER',
    path: 'metrics',
    default: 'none',
    allowed: 'otlp, console, prometheus or none, separated by commas',
    description: 'Switches metrics on; otel-xray sends none by itself.',
    origin: 'OpenTelemetry',
    parse: parseExporters(['otlp', 'console', 'prometheus']),
  }),
  logsExporter: variable({
    name: 'OTEL_LOGS_EXPORTER',
    path: 'logs',
    default: 'none',
    allowed: 'otlp, console or none, separated by commas',
    description: 'Switches log records on; otel-xray sends none by itself.',
    origin: 'OpenTelemetry',
    parse: parseExporters(['otlp', 'console']),
  }),
} as const;

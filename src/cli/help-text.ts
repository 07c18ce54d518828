/** What `otel-xray --help` says. */
export const HELP_TEXT = `otel-xray shows the X-Ray traces of your services on this machine; no AWS account is needed.

Usage:
  otel-xray dev [options] -- <command> [arguments]
      Runs the command with tracing and prints each finished trace, such as
      otel-xray dev -- node app.js

  otel-xray local [options]
      Prints the traces of whatever sends OTLP here, until Ctrl-C.

Options:
  --grpc-port <port>  for OTLP/gRPC; 4317 unless given, a free one when it is in use
  --http-port <port>  for OTLP/HTTP; 4318 unless given, a free one when it is in use
  -h, --help          this text
  -v, --version       the version of otel-xray

Output:
  "dev" prints traces on stderr: stdout belongs to the command. "local" prints them on stdout.
  ✓ ok   ▲ error (4xx)   ◆ throttled (429)   ✖ fault (5xx or an exception)
  Colours follow the terminal, NO_COLOR and FORCE_COLOR.

Environment of the command under "dev":
  NODE_OPTIONS                 gets --require of the preload, before what is there
  OTEL_EXPORTER_OTLP_ENDPOINT  this process (with OTEL_EXPORTER_OTLP_PROTOCOL=grpc)
  OTEL_TRACES_SAMPLER          always_on, unless set
  OTEL_BSP_SCHEDULE_DELAY      200, unless set
  Signals, exit code and standard streams pass through.
`;

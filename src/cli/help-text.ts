/** What `otel-xray --help` says. */
export const HELP_TEXT = `otel-xray shows on this machine what X-Ray would show of your services; no AWS account is needed.

Usage:
  otel-xray dev [options] -- <command> [arguments]
      Runs the command with tracing and prints each finished trace, such as
      otel-xray dev -- node app.js
      With --stay the console is there on after a command that ends by itself, until Ctrl-C.

  otel-xray local [options]
      Prints the traces of whatever sends OTLP here, until Ctrl-C.

  otel-xray init <compose|ecs|eks|ec2> [options]
      Writes the files of a collector beside your service into this project. --kind says which of
      them (ecs: fargate, ec2-sidecar, ec2-daemon, cloudformation; eks: daemonset, gateway,
      sidecar), --config which collector (durable, sidecar), --out where. --service, --region,
      --account, --image, --port and --cluster fill them in; what is missing is asked for in a
      terminal, unless --yes. --dry-run writes nothing, --force overwrites.

  otel-xray doctor [--json]
      Checks what keeps traces from X-Ray, here and with this environment: Node, preload, modules,
      collector, sampling proxy, clock, region. Ends with 1 when something does.

  otel-xray traces [--filter EXPRESSION] [--follow] [--limit N]
  otel-xray trace <id>|last [--filter EXPRESSION]
  otel-xray map [--filter EXPRESSION]
      Show what the running "dev" or "local" has; --port when that is not 2000, --host and --token
      when it is on another machine, --json for programs. <id> is a trace id in X-Ray's or
      OpenTelemetry's form, or the last digits of one. EXPRESSION is one of X-Ray's filter
      expressions:
      otel-xray traces --filter 'service("shop") { fault } AND responsetime > 0.5'

Options of "dev" and "local":
  --json              prints segment documents, one a line, each as soon as it arrives
  -o, --output <file> writes to the file instead, which is emptied first
  --grpc-port <port>  for OTLP/gRPC; 4317 unless given, a free one when it is in use
  --http-port <port>  for OTLP/HTTP; 4318 unless given, a free one when it is in use
  --port <port>       for X-Ray's API and the console in the browser; 2000 unless given, a free
                      one when it is in use
  --host <address>    lets other machines in at this address or name of the machine, or at all its
                      addresses with 0.0.0.0; they have to show the token. UDP stays local
  --token <token>     for --host, instead of a new one; better in OTEL_XRAY_TOKEN
  --db <file>         keeps traces in the file, which only you can read; else in memory
  --sampling-rules <file>
                      what samplers that ask are told; JSON in any of X-Ray's forms, read again
                      whenever it changes
  -h, --help          this text
  -v, --version       the version of otel-xray

Output:
  Spans become the segment documents that the collector's X-Ray exporter makes of them.
  "dev" prints on stderr, for stdout belongs to the command; "local" prints on stdout.
  For documents alone: otel-xray dev --json -o documents.jsonl -- node app.js
  ✓ ok   ▲ error (4xx)   ◆ throttled (429)   ✖ fault (5xx or an exception)
  segment: a service   aws, remote, sql: what it called   else: work inside of the service
  Annotations are shown, of metadata only how many values your code added.
  Colours follow the terminal, NO_COLOR and FORCE_COLOR.

Environment of the command under "dev":
  NODE_OPTIONS                 gets --require of the preload, before what is there
  OTEL_EXPORTER_OTLP_ENDPOINT  this process (with OTEL_EXPORTER_OTLP_PROTOCOL=grpc)
  AWS_ENDPOINT_URL_XRAY        this process, for AWS SDKs and the AWS CLI
  AWS_XRAY_DAEMON_ADDRESS      this process, for X-Ray's own SDKs and samplers
  OTEL_TRACES_SAMPLER          always_on, or xray with --sampling-rules, unless set
  OTEL_BSP_SCHEDULE_DELAY      200, unless set
  Signals, exit code and standard streams pass through.
`;

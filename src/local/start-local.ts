import type { SpanRecord } from '../translator/index.ts';
import type { ArrivedDocument } from './arrived-document.ts';
import type { ConsoleStatus } from './api/console-api.ts';
import { openDoor, type RemoteOptions } from './access/open-door.ts';
import { createIntake } from './intake.ts';
import { createActivity } from './receiver/activity.ts';
import type { LoopbackHost } from './receiver/open-port.ts';
import { openDaemonSocket } from './receiver/daemon-socket.ts';
import { startReceiver } from './receiver/start-receiver.ts';
import { createSamplingRuleStore, type SamplingRuleStore } from './sampling/rule-store.ts';
import { watchRulesFile } from './sampling/watch-rules-file.ts';
import { startApi } from './server/start-api.ts';
import type { TraceArchive, TraceArchiveOptions } from './store/trace-archive.ts';
import type { TraceWatch } from './store/trace-watch.ts';
import type { DropListener } from './translate-spans.ts';

/** What a local X-Ray may be told; everything has a default. */
export interface StartLocalOptions {
  /** OTLP; 4317 unless given; 0 for any free port. */
  readonly grpcPort?: number;
  /** OTLP; 4318 unless given; 0 for any free port. */
  readonly httpPort?: number;
  /** X-Ray's API and the console; 2000 unless given, as the X-Ray daemon; 0 for any free port. */
  readonly xrayPort?: number;
  /** `127.0.0.1` unless given. */
  readonly host?: LoopbackHost;
  /** Lets other machines in beside this one; what they ask must show a token. The UDP port stays this machine's. */
  readonly remote?: RemoteOptions;
  readonly archive?: TraceArchiveOptions;
  /** The folder of the built console. */
  readonly consoleFolder?: string;
  /** What the console calls this version. */
  readonly version?: string;
  /** A file of sampling rules in any form that X-Ray knows, read again whenever it changes. */
  readonly samplingRulesFile?: string;
  /** Hears what is wrong with that file, or that traces cannot be written, in one sentence. */
  readonly onProblem?: (sentence: string) => void;
  /** Hears of each span that became no document. */
  readonly onDrop?: DropListener;
}

/** A port that was in use, and the free one that was taken instead. */
export interface ReplacedPort {
  readonly protocol: 'OTLP/gRPC' | 'OTLP/HTTP' | 'X-Ray';
  readonly wanted: number;
  readonly got: number;
}

/** A local X-Ray that takes spans and keeps segment documents. */
export interface LocalXRay {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT` with the protocol `grpc`, such as `http://127.0.0.1:4317`. */
  readonly grpcEndpoint: string;
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT` with an HTTP protocol, such as `http://127.0.0.1:4318`. */
  readonly httpEndpoint: string;
  /** X-Ray's API, for `AWS_ENDPOINT_URL_XRAY`, and in a browser the console, such as `http://127.0.0.1:2000`. */
  readonly xrayEndpoint: string;
  /** For `AWS_XRAY_DAEMON_ADDRESS`: documents by UDP, sampling by TCP; absent when the UDP port is another's. */
  readonly daemonAddress?: string;
  /** How other machines call this one; absent when they are not let in. Ports are the same. */
  readonly remoteName?: string;
  /** Empty when all ports were free. */
  readonly replacedPorts: readonly ReplacedPort[];
  /** All traces that there is room for. */
  readonly archive: TraceArchive;
  /** Tells of those that seem finished. */
  readonly watch: TraceWatch;
  /** What samplers that ask this X-Ray are told. */
  readonly samplingRules: SamplingRuleStore;
  /** Takes documents as if they had been sent. */
  put(documents: readonly ArrivedDocument[]): void;
  /** Resolves when no producer is connected and everything that was sent is in the store. */
  whenIdle(): Promise<void>;
  /** Stops listening and forgets all traces. */
  close(): Promise<void>;
}

/**
 * Starts a local X-Ray in this process: an OTLP receiver (gRPC and HTTP), on loopback unless `remote`, a store of the segment documents
 * that a collector would send to X-Ray for the received spans, and X-Ray's API to read them. Rejects when not even a
 * free port can be opened.
 *
 * @example
 * const xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
 * xray.watch.onTrace((trace) => console.log(trace.traceId, trace.documents.length));
 */
export async function startLocal(options: StartLocalOptions = {}): Promise<LocalXRay> {
  const { grpcPort = 4317, httpPort = 4318, xrayPort = 2000, host = '127.0.0.1', consoleFolder } = options;
  const startedAt = Date.now() / 1000;
  const door = options.remote && (await openDoor(options.remote));
  const intake = createIntake(options);
  const { archive, watch } = intake;
  const rules = createSamplingRuleStore();
  const activity = createActivity();
  const onSpans = (spans: readonly SpanRecord[]) => intake.putSpans(spans);
  const receiver = await startReceiver({ host, door, grpcPort, httpPort, onSpans, activity });
  const endpoints = (): ConsoleStatus['endpoints'] => ({
    otlpGrpc: toEndpoint(host, receiver.grpcPort),
    otlpHttp: toEndpoint(host, receiver.httpPort),
    xray: toEndpoint(host, api.port),
    ...(daemon !== undefined && { daemonUdp: toAddress(host, daemon.port) }),
  });
  const status = (): ConsoleStatus => ({
    version: options.version ?? '',
    startedAt,
    endpoints: endpoints(),
    ...(options.archive?.databaseFile !== undefined && { databaseFile: options.archive.databaseFile }),
    ...figuresOf(archive),
    drops: intake.readDrops(),
  });
  const api = await startApi({ host, door, port: xrayPort, intake, rules, status, consoleFolder, activity }).catch(
    async (error: unknown) => {
      await receiver.close();
      throw error;
    },
  );
  // Another daemon may have the number; then this X-Ray goes without.
  const onDocuments = (documents: readonly ArrivedDocument[]) => intake.putDocuments(documents);
  const daemon = await openDaemonSocket({ host, port: api.port, drops: intake.drops, onDocuments }).catch(
    () => undefined,
  );
  const unwatch = watchRules(options, rules);
  const { otlpGrpc, otlpHttp, xray, daemonUdp } = endpoints();
  return {
    grpcEndpoint: otlpGrpc,
    httpEndpoint: otlpHttp,
    xrayEndpoint: xray,
    ...(door !== undefined && { remoteName: door.name }),
    replacedPorts: listReplaced(
      { protocol: 'OTLP/gRPC', wanted: grpcPort, got: receiver.grpcPort },
      { protocol: 'OTLP/HTTP', wanted: httpPort, got: receiver.httpPort },
      { protocol: 'X-Ray', wanted: xrayPort, got: api.port },
    ),
    ...(daemonUdp !== undefined && { daemonAddress: daemonUdp }),
    archive,
    watch,
    samplingRules: rules,
    put: (documents) => intake.putDocuments(documents),
    whenIdle: () => activity.whenIdle(),
    async close() {
      watch.close();
      unwatch();
      await Promise.all([receiver.close(), api.close(), daemon?.close()]);
      archive.close();
    },
  };
}

function listReplaced(...ports: readonly ReplacedPort[]): readonly ReplacedPort[] {
  return ports.filter(({ wanted, got }) => wanted !== 0 && wanted !== got);
}

function figuresOf({
  readShare,
  counts,
  limits,
}: TraceArchive): Pick<ConsoleStatus, 'readShare' | 'counts' | 'limits'> {
  return { readShare, counts, limits };
}

function watchRules({ samplingRulesFile, onProblem }: StartLocalOptions, rules: SamplingRuleStore): () => void {
  return samplingRulesFile === undefined ? () => {} : watchRulesFile(samplingRulesFile, rules, onProblem ?? (() => {}));
}

function toEndpoint(host: LoopbackHost, port: number): string {
  return `http://${toAddress(host, port)}`;
}

function toAddress(host: LoopbackHost, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

import { type ClientHttp2Session, connect } from 'node:http2';
import { connect as connectSocket, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectSecurely, type SecureContext } from 'node:tls';
import { boundConnecting, LONGEST_GREETING_MILLIS, type OnConnect } from './connecting.ts';

/** Where to connect. */
export interface SessionOptions {
  /** `http:` or `https:` with host and port, or `unix:/path`. */
  readonly url: URL;
  /** For `https:`; Node's own roots where it is absent. */
  readonly secureContext?: SecureContext;
  /** Finds addresses; default the system's way. */
  readonly lookup?: LookupFunction | undefined;
  /** Called with the address when the server has answered. */
  readonly onConnect?: OnConnect | undefined;
}

/**
 * Opens an HTTP/2 connection that keeps no process alive, but for the time of connecting, and that not longer than
 * a second. Its errors reach the requests on it.
 */
export function openSession(options: SessionOptions): ClientHttp2Session {
  const socket = openSocket(options);
  boundConnecting(socket);
  const session = connect(options.url.protocol === 'unix:' ? 'http://localhost' : options.url.origin, {
    createConnection: () => socket,
    // A batch of large spans is more than the 10 MB that a session may hold by default.
    maxSessionMemory: Number.MAX_SAFE_INTEGER,
    settings: { enablePush: false },
  });
  session.unref();
  // Not the session: that would go on waiting for its connection.
  const giveUp = (): void => void socket.destroy(new Error(`no connection within ${LONGEST_GREETING_MILLIS} ms`));
  const timer = setTimeout(giveUp, LONGEST_GREETING_MILLIS).unref();
  session.once('remoteSettings', () => {
    clearTimeout(timer);
    options.onConnect?.(socket.remoteAddress);
  });
  // The calls get it too, and tell it.
  session.on('error', () => {});
  session.on('close', () => clearTimeout(timer));
  return session;
}

function openSocket({ url, secureContext, lookup }: SessionOptions): Socket {
  if (url.protocol === 'unix:') return connectSocket(decodeURIComponent(url.pathname));
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:') return connectSocket({ host, port: Number(url.port || 80), lookup });
  const servername = isIP(host) === 0 ? host : '';
  return connectSecurely({
    host,
    servername,
    port: Number(url.port || 443),
    lookup,
    secureContext,
    ALPNProtocols: ['h2'],
  });
}

import { createSocket } from 'node:dgram';
import type { Sink } from './sink.ts';

/**
 * Where the X-Ray SDK sends: one document per datagram, after a line with the format. The X-Ray daemon forwards the
 * document as it is, so this is what X-Ray gets.
 */
export async function startDaemonSink(): Promise<Sink> {
  const documents: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (datagram) => {
    const text = datagram.toString();
    documents.push(text.slice(text.indexOf('\n') + 1));
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    env: { AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${socket.address().port}` },
    documents: () => documents,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

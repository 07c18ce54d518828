import { SpanKind } from '@opentelemetry/api';
import { contradicting, type Row } from './row.ts';

const CLIENT_ADDRESSES = ['client.address', 'http.client_ip'];

/**
 * Marks the address of a client that a header told as `x_forwarded_for`: anybody can write such a header. The exporter
 * marks it where it is told no other address of the far side, which is then the load balancer's.
 */
export const forwardedClients: Row = contradicting(CLIENT_ADDRESSES, (draft) => {
  if (draft.kind !== SpanKind.SERVER) return;
  const client = draft.text('client.address') || draft.text('http.client_ip');
  if (!IP_ADDRESS.test(client)) return;
  for (const key of ['network.peer.address', 'net.peer.ip']) {
    if (draft.text(key) !== client) draft.leaveOut(key);
  }
});

/** The exporter passes over anything else, and then the connection's address is the better one. */
const IP_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]*:[\da-f:.]*)$/i;

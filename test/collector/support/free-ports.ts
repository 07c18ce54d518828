import { createServer, type AddressInfo, type Server } from 'node:net';

/**
 * `count` different ports of 127.0.0.1 that were free a moment ago. For programs that cannot take port 0 and say
 * what they got; another process may be faster, so be ready to try again.
 */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve(server));
  });
}

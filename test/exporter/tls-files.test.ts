import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTlsFiles } from '../../src/exporter/tls-files.ts';
import { exporterConfig, pemFile } from './exporting.ts';
import { recordDiagnostics } from './recorded-diagnostics.ts';

const ENDPOINT = 'https://collector:4317';
const PAIR = { clientCertificateFile: pemFile('client.pem'), clientKeyFile: pemFile('client-key.pem') };

let diagnostics: ReturnType<typeof recordDiagnostics>;
beforeEach(() => {
  diagnostics = recordDiagnostics();
});
afterEach(() => diagnostics.stop());

test('what is configured and readable is given, silently', async () => {
  expect(await readTlsFiles(exporterConfig(ENDPOINT))).toEqual({});
  expect(await readTlsFiles(exporterConfig(ENDPOINT, { certificateFile: pemFile('ca.pem'), ...PAIR }))).toEqual({
    ca: readFileSync(pemFile('ca.pem')),
    cert: readFileSync(pemFile('client.pem')),
    key: readFileSync(pemFile('client-key.pem')),
  });
  expect(diagnostics.lines).toEqual([]);
});

test.each([
  [
    { certificateFile: '/no/ca.pem', ...PAIR },
    ['cert', 'key'],
    'got "/no/ca.pem" (ENOENT). Going on without its own certificate authority.',
  ],
  [{ ...PAIR, clientKeyFile: '/no/key.pem' }, [], 'got "/no/key.pem" (ENOENT). Going on without a client certificate.'],
  [{ clientKeyFile: pemFile('client-key.pem') }, [], 'got one of them. Going on without a client certificate.'],
])('%o gives %o and one line', async (files, given, line) => {
  expect(Object.keys(await readTlsFiles(exporterConfig(ENDPOINT, files)))).toEqual(given);
  expect(diagnostics.lines).toEqual([expect.stringContaining(line)]);
  expect(diagnostics.lines[0]).toContain('TLS to "collector:4317" needs');
});

test('a device is refused unread', async () => {
  expect(await readTlsFiles(exporterConfig(ENDPOINT, { certificateFile: '/dev/zero' }))).toEqual({});
  expect(diagnostics.lines).toEqual([expect.stringContaining('"/dev/zero" (not a file)')]);
});

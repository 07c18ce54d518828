import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { requestMetadata } from '../../src/resource/metadata-request.ts';
import { startMetadataService, type MetadataService } from './metadata-service.ts';

let service: MetadataService | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

const never = () => new AbortController().signal;

test('the body of a 2xx answer is given', async () => {
  service = await startMetadataService({ 'GET /a': 'text', 'PUT /token': 'token' });
  expect(await requestMetadata(`${service.url}/a`, { signal: never() })).toBe('text');
  expect(
    await requestMetadata(`${service.url}/token`, {
      method: 'PUT',
      headers: { 'content-length': '0' },
      signal: never(),
    }),
  ).toBe('token');
});

test('other statuses, endless bodies, silence and nonsense are rejections', async () => {
  service = await startMetadataService({ 'GET /500': 500, 'GET /long': 'x'.repeat(1 << 20), 'GET /silent': null });
  const ask = (url: string) => requestMetadata(url, { signal: never() });
  await expect(ask(`${service.url}/404`)).rejects.toThrow('answered 404');
  await expect(ask(`${service.url}/500`)).rejects.toThrow('answered 500');
  await expect(ask(`${service.url}/long`)).rejects.toThrow('more than 65536 characters');
  await expect(ask(`${service.url}/silent`)).rejects.toThrow('did not answer within 1000 ms');
  await expect(ask('https://127.0.0.1/')).rejects.toThrow('Protocol');
  await expect(ask('nonsense')).rejects.toThrow('Invalid URL');
});

test('an abort ends it', async () => {
  service = await startMetadataService({ 'GET /silent': null });
  const abort = new AbortController();
  const answer = requestMetadata(`${service.url}/silent`, { signal: abort.signal });
  abort.abort();
  await expect(answer).rejects.toThrow('aborted');
});

test('a request without an answer does not hold the process', async () => {
  service = await startMetadataService({ 'GET /silent': null });
  const script = `
    import { requestMetadata } from ${JSON.stringify(new URL('../../src/resource/metadata-request.ts', import.meta.url).href)};
    let isSettled = false;
    void requestMetadata(${JSON.stringify(`${service.url}/silent`)}, { signal: new AbortController().signal }).catch(() => {}).finally(() => { isSettled = true; });
    process.on('exit', () => console.log(isSettled ? 'held until the time-out' : 'free'));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--no-warnings',
    '--input-type=module',
    '--eval',
    script,
  ]);
  expect(stdout.trim()).toBe('free');
});

import { request } from 'node:http';
import { isRecord } from '../../xray/sampling-rule.ts';
import { toSafeText } from '../terminal/safe-text.ts';

/** A question that the local X-Ray did not answer, in one sentence for people. */
export class Unanswered extends Error {}

/** Longer answers come from something else. */
const MAX_ANSWER_BYTES = 512 * 1024 * 1024;
const TIMEOUT_MILLIS = 30_000;

/** Whom to ask, and what to show where that is another machine. */
export interface AskedXRay {
  readonly endpoint: string;
  readonly token: string | undefined;
}

/**
 * Asks the local X-Ray one of X-Ray's operations, or without a question for what is at that path; throws
 * {@link Unanswered}.
 */
export async function askXRay<Result>(
  { endpoint, token }: AskedXRay,
  operation: string,
  question?: object,
): Promise<Result> {
  const body = question && JSON.stringify(question);
  const { statusCode, text } = await send(`${endpoint}/${operation}`, body, token).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const hint = 'Start it with "otel-xray local" or "otel-xray dev -- COMMAND", or name its port with --port.';
    throw new Unanswered(`No local X-Ray answers at ${endpoint} (${code}). ${hint}`);
  });
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Unanswered(`What answers at ${endpoint} is no X-Ray.`);
  }
  if (statusCode === 200) return answer as Result;
  if (statusCode === 401) {
    throw new Unanswered(`The local X-Ray at ${endpoint} asks for its token; expected "--token" or OTEL_XRAY_TOKEN.`);
  }
  const message =
    isRecord(answer) && typeof answer['Message'] === 'string' ? answer['Message'] : `status ${statusCode}`;
  throw new Unanswered(toSafeText(message));
}

function send(
  url: string,
  body: string | undefined,
  token: string | undefined,
): Promise<{ readonly statusCode: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const sent = request(url, { method, headers, timeout: TIMEOUT_MILLIS, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > MAX_ANSWER_BYTES) response.destroy(new Error('the answer is too long'));
        chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({ statusCode: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end(body);
  });
}

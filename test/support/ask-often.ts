import type { Service } from './start-service.ts';

/** The X-Ray headers of so many answers; ten requests at a time, so that the service is not asked all at once. */
export async function askOften(service: Service, path: string, times: number): Promise<string[]> {
  const answers: string[] = [];
  while (answers.length < times) {
    const batch = await Promise.all(Array.from({ length: 10 }, () => service.get(path)));
    answers.push(...batch.map(({ headers }) => String(headers['x-amzn-trace-id'])));
  }
  return answers;
}

/** Whether the service has sampled the request. */
export function saysSampled(header: string): boolean {
  return header.endsWith('Sampled=1');
}

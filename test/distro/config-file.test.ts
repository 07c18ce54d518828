import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { environmentOfFile } from '../../src/distro/config-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('environmentOfFile', () => {
  it.each([
    'file_format: "1.0"\n{',
    'file_format: "1.0"\na: [',
    'file_format: "1.0"\nkey: "secret',
    'file_format: "1.0"\ntracer_provider: 7',
    'file_format: "1.0"\ndisabled: "no"',
    'file_format: "9.0"',
    '\u0000',
    '',
    '[1, 2]',
    'a: &a [*a]',
  ])('says of a file that is not valid one printable line without its text: %j', (yaml) => {
    const file = path.join(folder, 'otel.yaml');
    writeFileSync(file, yaml);
    const { environment, problems } = environmentOfFile({ OTEL_SERVICE_NAME: 'orders', OTEL_CONFIG_FILE: file });

    expect(environment).toStrictEqual({ OTEL_SERVICE_NAME: 'orders' });
    const messages = problems.map(({ level, message }) => `${level}: ${message}`);
    expect(messages).toEqual([
      expect.stringMatching(/^warn: "OTEL_CONFIG_FILE" is .*\(.+\); expected .*\. Using the other variables\.$/),
    ]);
    expect(messages[0]).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]|secret/u);
  });

  it('puts variables in where the file refers to them', () => {
    const file = path.join(folder, 'otel.yaml');
    writeFileSync(file, 'file_format: "1.0"\nlog_level: ${NO_SUCH_LEVEL:-warn}\n');
    expect(environmentOfFile({ OTEL_CONFIG_FILE: file }).environment).toStrictEqual({
      OTEL_CONFIG_FILE: file,
      OTEL_LOG_LEVEL: 'warn',
    });
  });
});

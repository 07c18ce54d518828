import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInitOptions } from '../../../src/cli/init/init-options.ts';
import { SETUPS } from '../../../src/cli/init/platforms.ts';

function parse(text: string) {
  return parseInitOptions(text.split(' ').filter((word) => word !== ''));
}

const DEFAULTS = { configuration: 'durable', values: {}, isForced: false, isDryRun: false, takesDefaults: false };

describe('what is asked for', () => {
  test.each([
    ['compose', { ...DEFAULTS, platform: 'compose', kind: 'compose' }],
    ['ecs', { ...DEFAULTS, platform: 'ecs', kind: 'fargate' }],
    ['eks --kind gateway', { ...DEFAULTS, platform: 'eks', kind: 'gateway' }],
    [
      'ec2 --config sidecar --region=eu-west-1 --out infra --force --dry-run -y',
      {
        platform: 'ec2',
        kind: 'systemd',
        configuration: 'sidecar',
        values: { region: 'eu-west-1' },
        folder: 'infra',
        isForced: true,
        isDryRun: true,
        takesDefaults: true,
      },
    ],
  ])('otel-xray init %s', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });
});

describe('mistakes are told in a sentence', () => {
  test.each([
    ['', '"otel-xray init" got nothing; expected one of compose, ecs, eks, ec2.'],
    ['lambda', '"otel-xray init" got "lambda"; expected one of compose, ecs, eks, ec2.'],
    ['ecs eks', '"otel-xray init" got "ecs eks"; expected one of compose, ecs, eks, ec2.'],
    ['ecs --kind gateway', '"--kind" is "gateway"; expected one of fargate, ec2-sidecar, ec2-daemon, cloudformation.'],
    ['ecs --config local', '"--config" is "local"; expected durable or sidecar.'],
    ['ecs --account 1', '"--account" is "1"; expected the twelve digits of an account.'],
    ['ecs --image shop:latest', '"--image" is "shop:latest"; expected an image with a tag other than "latest".'],
    ['ecs --image shop', '"--image" is "shop"; expected an image with a tag other than "latest".'],
    [
      'ecs --service My_App',
      '"--service" is "My_App"; expected up to 50 lower-case letters, digits and single hyphens, a letter first.',
    ],
    ['ecs --frobnicate', `"otel-xray init" got wrong options: Unknown option '--frobnicate'.`],
  ])('otel-xray init %s', (text, sentence) => {
    expect(parse(text)).toBe(sentence);
  });

  test('no value can break out of the file that it is written into', () => {
    const names = ['service', 'region', 'account', 'image', 'port', 'cluster'];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string(), (name, value) => {
        const options = parseInitOptions(['ecs', `--${name}=${value}`]);
        if (typeof options !== 'string') expect(value).toMatch(/^[\w.:/@-]+$/);
      }),
    );
  });
});

test('every kind says what it is for and what to run next', () => {
  for (const kinds of Object.values(SETUPS)) {
    for (const { about, commands } of Object.values(kinds)) {
      expect(about).not.toBe('');
      expect(commands).not.toEqual([]);
    }
  }
});

import manifest from '../../package.json' with { type: 'json' };

/** The version of otel-xray, as in its package.json. */
export const distroVersion: string = manifest.version;

import { version } from '../../package.json';

/** The version of otel-xray, as in its package.json. */
export const distroVersion: string = version;

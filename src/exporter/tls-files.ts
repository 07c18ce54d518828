import { readFile, stat } from 'node:fs/promises';
import { diag } from '@opentelemetry/api';
import type { ExporterConfig } from '../config/config.ts';

/** PEM contents for a TLS client; absent members mean Node's own roots, or no client certificate. */
export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** Whole bundles of authorities have some 250 kB. */
const MAX_PEM_BYTES = 4 * 1024 * 1024;

/**
 * Reads the PEM files that the configuration names. Files that cannot be read are left out with one
 * `diag.warn`, and so is a client certificate without its key, or a key without its certificate.
 */
export async function readTlsFiles(config: ExporterConfig): Promise<TlsFiles> {
  const unreadable: string[] = [];
  const read = async (file: string | undefined) => {
    if (file === undefined) return undefined;
    try {
      // Devices and pipes never end.
      const found = await stat(file);
      if (found.isFile() && found.size <= MAX_PEM_BYTES) return await readFile(file);
      unreadable.push(`"${file}" (${found.isFile() ? 'too large' : 'not a file'})`);
      return undefined;
    } catch (error) {
      unreadable.push(`"${file}" (${(error as NodeJS.ErrnoException).code ?? 'unreadable'})`);
      return undefined;
    }
  };
  const ca = await read(config.certificateFile);
  const cert = await read(config.clientCertificateFile);
  const key = await read(config.clientKeyFile);
  const hasPair = cert !== undefined && key !== undefined;
  const isHalf = !hasPair && (config.clientCertificateFile !== undefined || config.clientKeyFile !== undefined);
  const { host } = new URL(config.endpoint);
  if (unreadable.length > 0) {
    diag.warn(
      `TLS to "${host}" needs readable PEM files, but got ${unreadable.join(', ')}. Going on without ${withoutWhat(ca, config, isHalf)}.`,
    );
  } else if (isHalf) {
    diag.warn(
      `TLS to "${host}" needs both a client certificate and its key, but got one of them. Going on without a client certificate.`,
    );
  }
  return { ...(ca && { ca }), ...(hasPair && { cert, key }) };
}

function withoutWhat(ca: Buffer | undefined, config: ExporterConfig, isHalf: boolean): string {
  const missing = [];
  if (config.certificateFile !== undefined && ca === undefined) missing.push('its own certificate authority');
  if (isHalf) missing.push('a client certificate');
  return missing.join(' and ');
}

/** Bytes in gzip; `node:zlib` is loaded when this is first asked for. */
export async function compress(bytes: Uint8Array): Promise<Uint8Array> {
  const { gzip } = await import('node:zlib');
  return new Promise((resolve, reject) => {
    gzip(bytes, (error, compressed) => (error === null ? resolve(compressed) : reject(error)));
  });
}

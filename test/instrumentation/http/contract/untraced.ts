import http from 'node:http';
import https from 'node:https';

/** `request` and `get` as Node has them, taken before any instrumentation is on. */
export const untraced = {
  http: { request: http.request, get: http.get },
  https: { request: https.request, get: https.get },
} as const;

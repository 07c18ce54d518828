/** What an outgoing request is and where it goes, in whatever version of HTTP. */
export interface OutgoingTarget {
  readonly method: string;
  /** `http:` or `https:`. */
  readonly protocol: string;
  /** An IPv6 address has no brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Path and query; for a request to a proxy a whole URL, for CONNECT `host:port`. */
  readonly path: string;
  /** Whether a user name or a password goes with it. */
  readonly hasUserInfo: boolean;
  /** The application's own headers, in one of the forms that Node takes. */
  readonly headers: unknown;
}

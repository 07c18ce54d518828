/** An answer of X-Ray that says no. */
export class XRayFault extends Error {
  readonly statusCode: 400 | 404 | 429;
  /** X-Ray's name for it, such as `InvalidRequestException`. */
  readonly type: string;

  constructor(type: string, message: string, statusCode: 400 | 404 | 429 = 400) {
    super(message);
    this.type = type;
    this.statusCode = statusCode;
  }
}

/** The fault for a request that makes no sense. */
export function invalidRequest(message: string): XRayFault {
  return new XRayFault('InvalidRequestException', message);
}

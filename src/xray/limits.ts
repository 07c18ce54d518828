/**
 * Limits of AWS X-Ray. What exceeds them is cut or refused by the service without a word to the sender.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 * @see https://docs.aws.amazon.com/general/latest/gr/xray.html
 */

/** Annotations that X-Ray indexes for one trace; further ones cannot be searched for. */
export const MAX_ANNOTATIONS = 50;

/** Size of one segment document as JSON, in bytes; larger ones are refused. */
export const MAX_DOCUMENT_BYTES = 64 * 1024;

/** Bytes of Lineage and custom fields together that are carried from an incoming trace header to outgoing ones. */
export const MAX_CARRIED_BYTES = 256;

/**
 * Characters of an incoming trace header that are looked at. Real ones have about a hundred; the rest of a longer one
 * is left unread, so that a hostile header costs no more than an honest one.
 */
export const MAX_TRACE_HEADER_LENGTH = 4096;

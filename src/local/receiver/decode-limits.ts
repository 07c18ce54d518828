/** The largest request that a receiver takes, in bytes, before and after decompression. */
export const MAX_REQUEST_BYTES = 20 * 1024 * 1024;

/**
 * How deep messages may lie in one another. An attribute value takes two or three levels of protobuf for each
 * level of its own; the limit is that of protobuf's C++ and Java readers, and keeps recursion off the stack's end.
 */
export const MAX_MESSAGE_DEPTH = 100;

/**
 * How many spans, events, links and attribute values one request may hold. Empty ones take two bytes on the wire
 * and a hundred in memory, so the limit on bytes alone would let a small request fill the heap.
 */
export const MAX_VALUES = 1_000_000;

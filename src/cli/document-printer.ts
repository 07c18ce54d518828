import type { DocumentListener } from '../local/store/trace-archive.ts';
import { serializeDocument } from '../translator/index.ts';
import type { OutputStream } from './cli-context.ts';

// What JSON leaves as it is although a terminal might obey it: DEL, the C1 controls, marks that turn the direction of text.
const UNSAFE = /[\u{7f}-\u{9f}]|\p{Cf}/gu;

/** Prints each document on the stream at once, as one line of JSON without a character that a terminal obeys. */
export function createDocumentPrinter(stream: OutputStream): DocumentListener {
  return (document) => void stream.write(escapeForTerminal(serializeDocument(document)));
}

/** JSON that says the same without a character that a terminal obeys. */
export function escapeForTerminal(json: string): string {
  return json.replaceAll(UNSAFE, escape);
}

function escape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

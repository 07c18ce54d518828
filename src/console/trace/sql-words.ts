/** A piece of a statement. */
export interface SqlPiece {
  readonly text: string;
  readonly isKeyword: boolean;
}

const KEYWORDS =
  /\b(?:select|insert|update|delete|from|into|values|where|and|or|not|null|in|is|set|join|left|right|inner|outer|on|group|by|order|having|limit|offset|returning|union|all|distinct|as|with|case|when|then|else|end|create|alter|drop|table|index|begin|commit|rollback|between|like|exists|asc|desc|conflict|do|nothing)\b/gi;

/** Divides a statement into keywords and the rest, for the eye only; together the pieces are the statement. */
export function readSqlWords(statement: string): readonly SqlPiece[] {
  const pieces: SqlPiece[] = [];
  let done = 0;
  for (const { 0: text, index } of statement.matchAll(KEYWORDS)) {
    if (index > done) pieces.push({ text: statement.slice(done, index), isKeyword: false });
    pieces.push({ text, isKeyword: true });
    done = index + text.length;
  }
  if (done < statement.length) pieces.push({ text: statement.slice(done), isKeyword: false });
  return pieces;
}

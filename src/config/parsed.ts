/** What a parser makes of the text of one variable. Parsers are pure and never throw. */
export type Parsed<Value> =
  | {
      readonly kind: 'accepted';
      readonly value: Value;
      /** A sentence's end for the user, such as `names "host"; …`; reported at info level after the variable's name. */
      readonly note?: string;
    }
  | {
      /** Part of the text was used; `problem` continues the sentence `"NAME" …`, safe to print. */
      readonly kind: 'partly';
      readonly value: Value;
      readonly problem: string;
    }
  | {
      readonly kind: 'refused';
      /** Used instead of trying less specific variables and the default, where a specification asks for it. */
      readonly instead?: Value;
    };

/** Reads the text of one variable: trimmed, not empty, at most 65,536 characters. */
export type Parser<Value> = (text: string) => Parsed<Value>;

/** The whole text is good. */
export function accepted<Value>(value: Value, note?: string): Parsed<Value> {
  return note === undefined ? { kind: 'accepted', value } : { kind: 'accepted', value, note };
}

/** Some of the text is good; `problem` continues the sentence `"NAME" …` and holds no secret. */
export function partly<Value>(value: Value, problem: string): Parsed<Value> {
  return { kind: 'partly', value, problem };
}

/** Nothing in the text can be used. */
export function refused(): { readonly kind: 'refused' } {
  return { kind: 'refused' };
}

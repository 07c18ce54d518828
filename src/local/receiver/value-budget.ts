import { MAX_VALUES } from './decode-limits.ts';
import { MalformedMessage } from './malformed-message.ts';

/** Counts the values of one request. */
export interface ValueBudget {
  /** Takes one value from the budget. Throws `MalformedMessage` when it is used up. */
  spend(): void;
}

/** A fresh budget of `MAX_VALUES` for one request. */
export function createValueBudget(): ValueBudget {
  let left = MAX_VALUES;
  return {
    spend() {
      left -= 1;
      if (left < 0) throw new MalformedMessage(`The message holds more than ${MAX_VALUES} values.`);
    },
  };
}

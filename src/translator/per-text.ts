/** A power of two, for `slotOf`. */
const SLOTS = 256;
const MAX_LENGTH = 256;

/**
 * Makes something of a text, once while the text is among the last ones: trace ids, addresses of servers and names of
 * operations come again and again. Each new text takes the place of another, and long ones are not kept, so what is
 * remembered stays small.
 */
export function perText<Made>(make: (text: string) => Made): (text: string) => Made {
  const texts = Array.from({ length: SLOTS }, () => '');
  const made = Array.from<Made | undefined>({ length: SLOTS });
  return (text) => {
    if (text === '' || text.length > MAX_LENGTH) return make(text);
    const slot = slotOf(text);
    if (texts[slot] === text) return made[slot] as Made;
    const value = make(text);
    texts[slot] = text;
    made[slot] = value;
    return value;
  };
}

/** From the last three units, where ids, numbers and names differ most; to read all would cost more than it saves. */
function slotOf(text: string): number {
  const end = text.length;
  const last = text.charCodeAt(end - 1) + 31 * text.charCodeAt(Math.max(end - 2, 0));
  return (last + 17 * text.charCodeAt(Math.max(end - 3, 0)) + end) & (SLOTS - 1);
}

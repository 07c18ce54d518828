import { signal } from '@preact/signals';

/** A few words that are said and then go, such as `Copied`. */
export const notice = signal('');

let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something for two seconds. */
export function say(words: string): void {
  clearTimeout(timer);
  notice.value = words;
  timer = setTimeout(() => (notice.value = ''), 2000);
}

/** Puts text on the clipboard and says so. */
export async function copyText(text: string, words: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(words);
  } catch {
    say('The browser does not allow copying here');
  }
}

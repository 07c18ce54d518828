import type { JSX } from 'preact';
import { copyText } from '../shell/notice.ts';
import { Icon } from './icon.tsx';

/** A line of code to copy. */
export function CopyLine({ text }: { readonly text: string }): JSX.Element {
  return (
    <p class="copy-line">
      <code>{text}</code>
      <button class="button-quiet" type="button" title="Copy" onClick={() => void copyText(text, 'Copied')}>
        <Icon name="copy" />
        <span class="hidden">Copy</span>
      </button>
    </p>
  );
}

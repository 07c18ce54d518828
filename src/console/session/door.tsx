import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { showToken } from './session.ts';

/** Asks for the token of a local X-Ray on another machine. */
export function Door(): JSX.Element {
  const words = useSignal('');
  const open = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem('token');
    const token = field instanceof HTMLInputElement ? field.value.trim() : '';
    // Everything begins anew, now with the cookie.
    if (await showToken(token)) location.reload();
    else words.value = 'This is not its token.';
  };
  return (
    <form class="empty door" onSubmit={(event) => void open(event)}>
      <h1>This X-Ray asks for its token</h1>
      <p>It stands where the X-Ray was started, at the end of the console’s address.</p>
      <label class="door-token">
        <span class="hidden">Token</span>
        <input
          class="field"
          name="token"
          type="password"
          autocomplete="off"
          placeholder="Token"
          required
          aria-describedby="door-words"
        />
        <button class="button button-main" type="submit">
          Open
        </button>
      </label>
      <p id="door-words" class="door-words" role="alert">
        {words.value}
      </p>
    </form>
  );
}

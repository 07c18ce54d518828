import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { KEYMAP, nameOfKey } from './keymap.ts';

/** Whether the help is shown. */
export const isHelpOpen = signal(false);

/** The keys and what they do. */
export function Help(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isHelpOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const groups = [...new Set(KEYMAP.map(({ group }) => group))];
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={() => (isHelpOpen.value = false)}
      onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
    >
      <div class="help-page">
        <header class="help-head">
          <h2 id="help-title">Keyboard</h2>
          <button class="button-quiet" type="button" onClick={() => (isHelpOpen.value = false)}>
            <Icon name="close" />
            <span class="hidden">Close</span>
          </button>
        </header>
        <div class="help-groups">
          {groups.map((group) => (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {KEYMAP.filter((binding) => binding.group === group).map(({ keys, says }) => (
                  <div key={says}>
                    <dt>
                      {keys.map((key) => (
                        <kbd key={key}>{key.split(' ').map(nameOfKey).join(' ')}</kbd>
                      ))}
                    </dt>
                    <dd>{says}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </dialog>
  );
}

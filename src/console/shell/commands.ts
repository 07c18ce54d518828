import { useEffect, useRef } from 'preact/hooks';
import { type Command, createKeyReader } from './keymap.ts';

/** What a part of the page does for commands. */
export type CommandHandlers = Partial<Record<Command, () => void>>;

const handlers: { current: CommandHandlers }[] = [];

/** While the component is there, its handlers serve commands; the one that came last goes first. */
export function useCommands(own: CommandHandlers): void {
  const holder = useRef(own);
  holder.current = own;
  useEffect(() => {
    handlers.push(holder);
    return () => {
      handlers.splice(handlers.indexOf(holder), 1);
    };
  }, []);
}

/** Does what a command means here, if anything. */
function runCommand(command: Command): boolean {
  const holder = handlers.findLast(({ current }) => current[command] !== undefined);
  holder?.current[command]?.();
  return holder !== undefined;
}

/** Listens to the keyboard. */
export function startKeyboard(): void {
  const reader = createKeyReader();
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) && event.key !== 'Escape') return;
    // The help has keys of its own: Escape closes it.
    if (isPressing(event) || document.querySelector('dialog[open]') !== null) return;
    const command = reader.press(event.key, event.timeStamp);
    if (command !== undefined && runCommand(command)) event.preventDefault();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=range]), textarea, select');
}

/** Enter and space belong to the button or link that has the focus. */
function isPressing({ key, target }: KeyboardEvent): boolean {
  return key === 'Enter' && target instanceof HTMLElement && target.matches('button, a[href], summary');
}

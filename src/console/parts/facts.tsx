import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { anyText } from '../format/any-text.ts';
import { shieldValue } from '../trace/secrets.ts';
import { Icon } from './icon.tsx';

/** A list of names and values; rows without a value are left out. */
export function Facts({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <dl class="facts">{children}</dl>;
}

interface FactProps {
  readonly name: string;
  /** The key that tells whether the value is a secret, where that is not the name. */
  readonly of?: string;
  readonly value: unknown;
  readonly isCode?: boolean;
}

/** One of {@link Facts}. */
export function Fact({ name, of, value, isCode = false }: FactProps): JSX.Element | null {
  if (value === undefined || value === null || value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd class={isCode ? 'code' : ''}>
        <Shielded name={of ?? name} value={textOf(value)} />
      </dd>
    </div>
  );
}

interface ShieldedProps {
  /** The key under which it stands. */
  readonly name: string;
  readonly value: string;
}

/** A value of a document; what looks like a secret is hidden until it is asked for. */
export function Shielded({ name, value }: ShieldedProps): JSX.Element {
  const isRevealed = useSignal(false);
  const { text, isHidden } = shieldValue(name, value);
  if (!isHidden) return <bdi>{value}</bdi>;
  return (
    <>
      <bdi class={isRevealed.value ? '' : 'shielded'}>{isRevealed.value ? value : text}</bdi>
      <button
        class="reveal"
        type="button"
        aria-pressed={isRevealed.value}
        onClick={() => (isRevealed.value = !isRevealed.value)}
      >
        <Icon name="eye" size={14} />
        {isRevealed.value ? 'Hide' : 'Reveal'}
      </button>
    </>
  );
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(anyText).join(', ') : anyText(value);
}

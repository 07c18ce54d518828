import { effect, signal } from '@preact/signals';

/** Light, dark, or what the system says. */
export type Theme = 'system' | 'light' | 'dark';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const STORED = 'otel-xray.theme';

/** What the reader chose. */
export const theme = signal<Theme>(readTheme());

/** Applies the choice and keeps it. */
export function startTheme(): void {
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    try {
      localStorage.setItem(STORED, theme.value);
    } catch {
      // Browsers may keep storage from us; the choice then lasts as long as the page.
    }
  });
}

/** The next of system, light and dark. */
export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? 'system';
}

function readTheme(): Theme {
  try {
    return THEMES.find((name) => name === localStorage.getItem(STORED)) ?? 'system';
  } catch {
    return 'system';
  }
}

import type { JSX } from 'preact';
import { connection, drops, isPaused, toggleLive } from '../api/live.ts';
import { formatCount } from '../format/numbers.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { formatRoute, type Route } from '../route/route.ts';
import { DEFAULT_RANGE } from '../route/time-range.ts';
import { isHelpOpen } from './help.tsx';
import { route } from './navigation.ts';
import { nextTheme, theme } from './theme.ts';

/** Name, ways to the views, whether it is live, and the switches. */
export function Header(): JSX.Element {
  return (
    <header class="header">
      <a class="skip" href="#view" onClick={skipToView}>
        Skip to the view
      </a>
      <a class="wordmark" href={formatRoute(placeOf('traces'))} aria-label="otel-xray, to the traces">
        <svg class="logo" width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" />
          <path d="M8 10h10M12 16h12M12 22h6" />
        </svg>
        <span>otel-xray</span>
      </a>
      <nav class="places" aria-label="Views">
        {PLACES.map(({ view, name, icon, key }) => (
          <a
            key={view}
            class="place"
            href={formatRoute(placeOf(view))}
            aria-current={isAt(view) ? 'page' : undefined}
            title={`${name} (${key})`}
          >
            <Icon name={icon} />
            <span>{name}</span>
          </a>
        ))}
      </nav>
      <div class="switches">
        <Losses />
        <LiveSwitch />
        <button class="button-quiet" type="button" onClick={nextTheme} title={`Theme: ${theme.value} (t)`}>
          <Icon name={theme.value === 'dark' ? 'moon' : theme.value === 'light' ? 'sun' : 'system'} />
          <span class="hidden">Theme: {theme.value}</span>
        </button>
        <button class="button-quiet" type="button" onClick={() => (isHelpOpen.value = true)} title="Keyboard (?)">
          <Icon name="help" />
          <span class="hidden">Keyboard</span>
        </button>
      </div>
    </header>
  );
}

type Place = 'traces' | 'map' | 'sampling' | 'lint' | 'cost';

const PLACES: readonly { view: Place; name: string; icon: IconName; key: string }[] = [
  { view: 'traces', name: 'Traces', icon: 'list', key: 'g t' },
  { view: 'map', name: 'Map', icon: 'map', key: 'g m' },
  { view: 'sampling', name: 'Sampling', icon: 'dial', key: 'g s' },
  { view: 'lint', name: 'Lint', icon: 'check', key: 'g l' },
  { view: 'cost', name: 'Cost', icon: 'coin', key: 'g c' },
];

function placeOf(view: Place): Route {
  const here = route.value;
  const timeRange = 'timeRange' in here ? here.timeRange : DEFAULT_RANGE;
  if (view === 'traces') return { view, filter: '', timeRange };
  return view === 'map' ? { view, timeRange } : { view };
}

function isAt(view: Place): boolean {
  const here = route.value.view;
  return here === view || (view === 'traces' && (here === 'trace' || here === 'raw'));
}

function LiveSwitch(): JSX.Element {
  const state = connection.value === 'lost' ? 'lost' : isPaused.value ? 'paused' : 'live';
  const words = { live: 'Live', paused: 'Paused', lost: 'Not connected' }[state];
  return (
    <button
      class="live"
      type="button"
      data-state={state}
      aria-pressed={!isPaused.value}
      onClick={toggleLive}
      title={isPaused.value ? 'Resume live updates (.)' : 'Pause live updates (.)'}
    >
      <span class="live-dot" />
      <span class="live-words">{words}</span>
    </button>
  );
}

/** Says when something was lost; silent otherwise. */
function Losses(): JSX.Element | null {
  const { evictedTraces, refused } = drops.value;
  const refusedCount = Object.values(refused).reduce((sum, count) => sum + count, 0);
  if (refusedCount === 0) return null;
  const reasons = Object.entries(refused).map(([reason, count]) => `${formatCount(count)} × ${reason}`);
  if (evictedTraces > 0) reasons.push(`${formatCount(evictedTraces)} old traces made room`);
  return (
    <span class="losses" title={reasons.join('\n')}>
      {formatCount(refusedCount)} refused
    </span>
  );
}

/** The hash is the address of a view, so the browser cannot follow this link by itself. */
function skipToView(event: Event): void {
  event.preventDefault();
  const view = document.querySelector<HTMLElement>('#view :is(input, [tabindex], a, button)');
  view?.focus();
}

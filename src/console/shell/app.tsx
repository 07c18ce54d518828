import type { JSX } from 'preact';
import { toggleLive } from '../api/live.ts';
import { CostView } from '../cost/cost-view.tsx';
import { LintView } from '../lint/lint-view.tsx';
import { MapView } from '../map/map-view.tsx';
import type { Route } from '../route/route.ts';
import { DEFAULT_RANGE } from '../route/time-range.ts';
import { SamplingView } from '../sampling/sampling-view.tsx';
import { Door } from '../session/door.tsx';
import { isLocked } from '../session/session.ts';
import { RawView } from '../trace/raw-view.tsx';
import { TraceView } from '../trace/trace-view.tsx';
import { TracesView } from '../traces/traces-view.tsx';
import { useCommands } from './commands.ts';
import { Header } from './header.tsx';
import { Help, isHelpOpen } from './help.tsx';
import { goBack, navigate, route } from './navigation.ts';
import { notice, say } from './notice.ts';
import { nextTheme, theme } from './theme.ts';

/** The whole console. */
export function App(): JSX.Element {
  useCommands({
    help: () => (isHelpOpen.value = true),
    'go-traces': () => navigate({ view: 'traces', filter: '', timeRange: rangeHere() }),
    'go-map': () => navigate({ view: 'map', timeRange: rangeHere() }),
    'go-sampling': () => navigate({ view: 'sampling' }),
    'go-lint': () => navigate({ view: 'lint' }),
    'go-cost': () => navigate({ view: 'cost' }),
    'toggle-live': toggleLive,
    theme: () => {
      nextTheme();
      say(theme.value === 'system' ? 'Light or dark, as the system' : theme.value === 'dark' ? 'Dark' : 'Light');
    },
    back: () => {
      if (document.activeElement instanceof HTMLElement && document.activeElement.matches('input'))
        document.activeElement.blur();
      else if (route.value.view !== 'traces') goBack({ view: 'traces', filter: '', timeRange: DEFAULT_RANGE });
    },
  });
  return (
    <>
      <Header />
      <main id="view" class={`view view-${route.value.view}`}>
        {isLocked.value ? <Door /> : <View route={route.value} />}
      </main>
      <Help />
      <div class="notice" role="status" data-shown={notice.value !== ''}>
        {notice.value}
      </div>
    </>
  );
}

function View({ route }: { readonly route: Route }): JSX.Element {
  switch (route.view) {
    case 'traces':
      return <TracesView filter={route.filter} timeRange={route.timeRange} />;
    case 'trace':
      return <TraceView key={route.traceId} route={route} />;
    case 'raw':
      return <RawView key={route.traceId} traceId={route.traceId} />;
    case 'map':
      return <MapView timeRange={route.timeRange} selected={route.node} />;
    case 'sampling':
      return <SamplingView />;
    case 'lint':
      return <LintView />;
    case 'cost':
      return <CostView route={route} />;
  }
}

function rangeHere(): typeof DEFAULT_RANGE {
  const here = route.value;
  return 'timeRange' in here ? here.timeRange : DEFAULT_RANGE;
}

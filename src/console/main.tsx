import { render } from 'preact';
import { startLive } from './api/live.ts';
import { startSession } from './session/session.ts';
import { App } from './shell/app.tsx';
import { startKeyboard } from './shell/commands.ts';
import { startNavigation } from './shell/navigation.ts';
import { startTheme } from './shell/theme.ts';
import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './style/traces.css';
import './style/map.css';
import './style/trace.css';
import './style/pages.css';

const page = document.querySelector('#app');
if (page !== null) {
  startTheme();
  await startSession();
  startNavigation();
  startKeyboard();
  startLive();
  render(<App />, page);
}

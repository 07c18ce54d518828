const { spawn } = require('node:child_process');
const events = require('node:events');
const path = require('node:path');

/** Starts the application with tracing, and waits until it listens. */
exports.startApp = async function startApp(env) {
  const app = spawn(process.execPath, ['--require', 'otel-xray/register', 'app.js'], {
    cwd: __dirname,
    env: { PATH: process.env.PATH, PORT: '0', OTEL_SERVICE_NAME: 'shop', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    let said = '';
    app.stdout.on('data', (chunk) => {
      said += chunk;
      const match = /http:\/\/\S+/.exec(said);
      if (match !== null) resolve(match[0]);
    });
    app.once('exit', () => reject(new Error(`${path.basename(__dirname)} ended: ${said}`)));
  });
  const ended = events.once(app, 'exit');
  return {
    url,
    /** Its last spans go to the local X-Ray, which is closed after it. */
    stop: () => {
      app.kill();
      return ended;
    },
  };
};

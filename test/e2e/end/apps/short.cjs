// Serves one request, lives on for argv[2] milliseconds and ends by an empty event loop.
const { serveOne } = require('./serve-one.cjs');

serveOne((close) => {
  close();
  setTimeout(() => console.log('done'), Number(process.argv[2]));
});

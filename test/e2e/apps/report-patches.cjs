// Tells what of this process differs from a bare Node, and which files of the package are loaded.
const { EventEmitter } = require('node:events');
const http = require('node:http');
const https = require('node:https');
const Module = require('node:module');
const path = require('node:path');

const source = (fn) => Function.prototype.toString.call(fn);
const report = {
  serverEmit: http.Server.prototype.emit === EventEmitter.prototype.emit,
  ownEmit: Object.hasOwn(https.Server.prototype, 'emit'),
  request: source(http.request),
  get: source(http.get),
  require: source(Reflect.get(Module.prototype, 'require')),
  load: source(Module._load),
  resolveFilename: source(Module._resolveFilename),
  globals: Object.getOwnPropertySymbols(globalThis).map(String).sort(),
  listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  diagnostics: require('node:diagnostics_channel').channel('undici:request:create').hasSubscribers,
};
const packageFolder = path.join(process.cwd(), 'package') + path.sep;
const loaded = Object.keys(require.cache)
  .filter((file) => file.startsWith(packageFolder))
  .map((file) => path.basename(file))
  .sort();
console.log(JSON.stringify({ report, loaded }));

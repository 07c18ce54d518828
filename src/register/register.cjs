// Door for `node --require otel-xray/register`. Plain old syntax: it must parse on every Node to be able to say so.
'use strict';
var version = process.versions.node.split('.').map(Number);
if (version[0] > 20 || (version[0] === 20 && version[1] >= 19)) {
  require('./preload.js');
} else if (process.stderr && process.stderr.write) {
  process.stderr.write(
    'otel-xray: warn: Node ' + process.versions.node + ' is not supported; expected 22.15 or later. This process is not traced.\n'
  );
}

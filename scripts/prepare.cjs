// Builds the package after `npm ci`. Plain old syntax: it must parse on every Node to say what is wrong.
'use strict';
var path = require('path');
if (Number(process.versions.node.split('.')[0]) < 22) {
  process.stderr.write(
    'The repository runs on the Node of its devDependencies, but node_modules/.bin/node is missing and Node ' +
      process.versions.node +
      ' cannot run its scripts. The install script of the package "node" was probably not allowed to run: ' +
      'run "npm ci" again with scripts allowed (no --ignore-scripts), or use Node 22.18 or later.\n'
  );
  process.exit(1);
}
var result = require('child_process').spawnSync(process.execPath, [path.join(__dirname, 'build.ts')], { stdio: 'inherit' });
process.exit(result.status === null ? 1 : result.status);

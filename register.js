// `node --require ./register app.js` in this repository: the built package's door.
'use strict';
require('./package/register.js');

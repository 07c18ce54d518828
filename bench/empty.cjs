/** Tells the CPU that its start took; loads aws-xray-sdk, which has no flag, where it is the subject. */
const nodeModule = require('node:module');
const path = require('node:path');
if (process.env.BENCH_XRAY_SDK) nodeModule.createRequire(path.join(process.env.BENCH_PEER, 'index.js'))('aws-xray-sdk');
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ startMicros: user + system }));
process.exit();

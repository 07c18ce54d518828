// Counts once and stays until its metrics have arrived.
const http = require('node:http');
const { metrics } = require('@opentelemetry/api');

metrics.getMeter('shop').createCounter('orders').add(1);
http.get(`${process.env.COLLECTOR}/until-metrics-came`, (answer) => answer.resume().on('end', () => process.exit()));

// Ends argv[2] spans, and with them the process.
const { trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('many');
for (let i = 0; i < Number(process.argv[2]); i += 1) tracer.startSpan(`span ${i}`).end();
process.exit();

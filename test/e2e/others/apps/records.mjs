import './records.cjs';
import { trace } from '@opentelemetry/api';

trace.getTracer('application').startSpan('own import').end();

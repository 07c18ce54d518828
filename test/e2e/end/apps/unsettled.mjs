// Node ends a module whose top-level await is never settled with code 13 and a warning.
import { serveOne } from './serve-one.cjs';

await new Promise(() => serveOne((close) => close()));

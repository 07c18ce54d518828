// The way out of the process: batches of ended spans, their accounts, and the clients that send them.
export { boundConnecting } from './connecting.ts';
export { createSpanProcessors } from './create-span-processors.ts';
export { createLookup } from './lookup-address.ts';

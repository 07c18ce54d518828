// A CommonJS entry whose first import() brings everything that is traced.
void import('express').then(() => import('./express.mjs'));

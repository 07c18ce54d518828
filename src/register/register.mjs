// Door for `node --import otel-xray/register`: the same single copy of everything as `--require`.
import './register.js';

/**
 * `npm run unpin:node`: takes the Node that `npm ci` brought out of the way of npm's scripts, which then run on that of the
 * PATH. For CI, which tests on each Node that is supported; `npm ci` brings it back.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';

rmSync(path.join(import.meta.dirname, '../../node_modules/.bin/node'), { force: true });

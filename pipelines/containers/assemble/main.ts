import { runAssemble } from './run.ts';

runAssemble();

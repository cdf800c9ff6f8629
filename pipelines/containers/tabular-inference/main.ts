import { runAssemble } from '../assemble/run.ts';
import { serve } from './serve.ts';

/** `node main.js serve`, as SageMaker calls an inference container, or `node main.js assemble`, a step of the pipelines. */
const [command = 'serve', ...others] = process.argv.slice(2);

if (command === 'assemble' && others.length === 0) {
  runAssemble();
} else if (command === 'serve' && others.length === 0) {
  try {
    await serve(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : 'failed'}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write(
    `got the arguments ${JSON.stringify(process.argv.slice(2))}, expected serve or assemble\n`,
  );
  process.exitCode = 2;
}

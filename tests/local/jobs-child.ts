/** A platform's runner of jobs whose training hangs: the test kills this process once it says READY. */
import { tiny } from '../pipelines/local-run.ts';
import { jobsRunner, requestFor } from './jobs-runner.ts';

const [folder = ''] = process.argv.slice(2);
const { runner, objects, lines } = jobsRunner(folder, { '*': tiny(), '#Train': tiny({ HANG: 'stubborn' }) });
await runner.start(await requestFor(objects, 'e'));
while (!lines.includes('ready')) await new Promise((resolve) => setTimeout(resolve, 20));
process.stdout.write('READY\n');

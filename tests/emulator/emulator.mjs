/**
 * `npm run emulator -- up|down|status|env [--port N]`: an AWS on 127.0.0.1 for the AWS SDK and Terraform. README.md says
 * what of it is real. It forgets everything when it stops.
 */
import { parseArgs } from 'node:util';

import { down, EmulatorError, environmentOf, find, findAll, up, urlOf } from './instance.mjs';

const usage = `npm run emulator -- COMMAND [--port N]

  up       start it, unless it runs (--port 0: on a free port)
  down     stop it
  status   where it runs; exit code 1 where it does not
  env      what to export, so that AWS clients and Terraform find it: eval "$(npm run -s emulator -- env)"

  --port N    where it listens (5000)
  --name X    tells instances apart (port-N)
  --owner P   end when the process P has ended
  --json      print {name, pid, port, url, env} as one line

  LAMBDA_NODE=PATH        the Node that runs Lambda functions (node_modules/.bin/node)
  EMULATOR_CALL_LOG=FILE  one line for each AWS call
  EMULATOR_LONGEST_WAIT_SECONDS=N  cut the Wait states of state machines short
  EMULATOR_LOG=LEVEL      of its log in .cache/emulator (INFO)`;

class UsageError extends Error {}

function parse() {
  const options = {
    port: { type: 'string', default: '5000' },
    name: { type: 'string' },
    owner: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port: got ${values.port}, expected a whole number from 0 to 65535`);
  }
  // Several instances on free ports may run side by side.
  const name = values.name ?? (port === 0 ? `free-${process.pid}` : `port-${port}`);
  if (!/^[\w-]+$/.test(name)) {
    throw new UsageError(`--name: got ${name}, expected letters, digits, "-" and "_"`);
  }
  const ownerPid = values.owner === undefined ? undefined : Number(values.owner);
  if (ownerPid !== undefined && !(Number.isInteger(ownerPid) && ownerPid > 0)) {
    throw new UsageError(`--owner: got ${values.owner}, expected a process id`);
  }
  return { ...values, command: positionals[0], extra: positionals.slice(1), port, name, ownerPid };
}

const print = (asked, instance) =>
  console.log(
    asked.json
      ? JSON.stringify({ ...instance, url: urlOf(instance), env: environmentOf(instance) })
      : `up: ${urlOf(instance)}`,
  );

const commands = {
  async up(asked) {
    print(asked, await up(asked));
  },
  async down(asked) {
    console.log((await down(asked.name)) ? 'stopped' : 'was not up');
  },
  async status(asked) {
    const running = await findAll();
    for (const instance of running) print(asked, instance);
    if (running.length > 0) return;
    console.log('down');
    process.exitCode = 1;
  },
  async env(asked) {
    const instance = (await find(asked.name)) ?? asked;
    const pairs = Object.entries(environmentOf(instance)).map(([name, value]) => `${name}=${value}`);
    console.log(`export ${pairs.join(' ')}`);
  },
};

try {
  const asked = parse();
  if (asked.help) {
    console.log(usage);
  } else {
    if (!Object.hasOwn(commands, asked.command ?? '') || asked.extra.length > 0) {
      const got = [asked.command, ...asked.extra].filter(Boolean).join(' ') || 'no command';
      throw new UsageError(`got ${got}, expected one of ${Object.keys(commands).join(', ')}`);
    }
    await commands[asked.command](asked);
  }
} catch (error) {
  const wrongInput = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
  if (!wrongInput && !(error instanceof EmulatorError)) throw error;
  console.error(`emulator: ${error.message}`);
  process.exitCode = wrongInput ? 2 : 1;
}

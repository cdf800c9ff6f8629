import { connect } from 'node:net';
import path from 'node:path';
import type { Environment } from '../environments/schema.ts';
import { DeployUsageError } from './options.ts';

const root = path.join(import.meta.dirname, '../..');

/** Where an environment is deployed to: its AWS account, or the emulator on this machine. */
export interface Target {
  readonly environment: Environment;
  /** Of the synthesised stacks. Three folders above a stack is where the first, local state of the bootstrap lies. */
  readonly outdir: string;
  /** Of each Terraform process, and of nothing else. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Arguments of the provider and of the states' bucket that AWS does not need. */
  readonly emulator: EmulatorTarget | undefined;
}

export interface EmulatorTarget {
  readonly provider: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>>;
}

/** The account of everything on the emulator. */
const emulatorAccount = '123456789012';

/** @throws DeployUsageError where the emulator does not run, or where something else would lead AWS's calls astray. */
export async function targetOf(environment: Environment, emulatorPort: number | undefined): Promise<Target> {
  if (emulatorPort !== undefined) return emulatorTarget(environment, emulatorPort);
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  if (endpoint !== undefined && endpoint !== '')
    throw new DeployUsageError(
      `AWS_ENDPOINT_URL: got ${endpoint}, expected none for AWS itself; unset it, or say --emulator`,
    );
  return { environment, outdir: path.join(root, 'cdktf.out'), env: process.env, emulator: undefined };
}

async function emulatorTarget(environment: Environment, port: number): Promise<Target> {
  const url = `http://127.0.0.1:${port}`;
  if (!(await answers(port)))
    throw new DeployUsageError(
      `--emulator: nothing answers on ${url}; start it by npm run emulator -- up${port === 5000 ? '' : ` --port ${port}`}`,
    );
  const withoutAws = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    environment: { ...environment, accountId: emulatorAccount },
    outdir: path.join(root, '.cache/emulator-deploy', String(port), 'cdktf.out'),
    env: {
      ...Object.fromEntries(withoutAws),
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: environment.region,
    },
    emulator: {
      // Bucket names are no host names there. More retries would wait minutes on a fault, fewer lose connections.
      provider: { s3_use_path_style: true, skip_metadata_api_check: 'true', max_retries: 3 },
      state: { use_path_style: true, skip_metadata_api_check: true, endpoints: { s3: url, sts: url } },
    },
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(2000, () => {
      end(false);
    });
    socket.once('connect', () => {
      end(true);
    });
    socket.once('error', () => {
      end(false);
    });
  });

import type { AddressInfo } from 'node:net';
import { loadModel } from './loaded-model.ts';
import { ModelRegistry } from './models.ts';
import { makeServer } from './server.ts';
import { readSettings } from './settings.ts';

/** Requests that are under way have this long after SIGTERM; SageMaker kills after 30 s. */
const drainMs = 20_000;

const log = (line: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
};

/**
 * Loads the model and answers until SIGTERM.
 * @throws InvalidInputError for wrong settings or a file that is no model; Node's errors for a missing file or a taken port.
 */
export async function serve(environment: NodeJS.ProcessEnv): Promise<void> {
  const settings = readSettings(environment);
  const models = settings.multiModel
    ? new ModelRegistry(settings.maxModels)
    : await loadModel(settings.modelFolder);
  const server = makeServer({ models, maxBodyBytes: settings.maxBodyBytes, log });
  process.once('SIGTERM', () => {
    server.close(() => {
      log({ level: 'info', msg: 'stopped' });
    });
    server.closeIdleConnections();
    setTimeout(() => {
      server.closeAllConnections();
    }, drainMs).unref();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.address, resolve);
  });
  log({ level: 'info', msg: 'listening', address: settings.address, port: portOf(server.address()) });
}

const portOf = (address: AddressInfo | string | null): number | undefined =>
  typeof address === 'object' && address !== null ? address.port : undefined;

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  ThrottledError,
  type InferenceServer,
  type NetworkVersion,
  type ObjectStore,
} from '../../domain/ports.ts';
import { folderOfKey } from '../../domain/ids/object-key.ts';
import { ArtifactError, ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { parseNetworkAnswer, type NetworkAnswer } from '../../domain/serving/network-answer.ts';
import { unreadablePhotograph, type Photograph } from '../../domain/serving/photograph.ts';
import { networkFiles } from '../../domain/training/evaluation.ts';
import type { CommandProgram } from '../pipelines/programs.ts';
import { VisionProcess } from './vision-process.ts';

interface Deps {
  readonly objects: Pick<ObjectStore, 'get'>;
  /** Networks are laid there for the servers: they read folders. */
  readonly folder: string;
  /** The program of the vision container for a use case. @throws InvalidInputError where its Python environment was not made. */
  readonly programOf: (useCase: string) => CommandProgram;
}

/** Of a use case: the version in service, and the one before it while requests of a moment ago are answered. */
const keptServers = 2;
const answersWithinMs = 30_000;

/**
 * InferenceServer on this machine: a child process for each network, started when it is first asked. One that has ended is
 * started again.
 */
export class VisionServers implements InferenceServer {
  readonly #deps: Deps;
  /** By use case and model, the one that was asked last at the end. */
  readonly #byModel = new Map<string, Promise<VisionProcess>>();
  #open = true;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async invoke(version: NetworkVersion, { bytes, contentType }: Photograph): Promise<NetworkAnswer> {
    const server = await this.#server(version);
    const url = await server.url();
    const answer = await fetch(`${url}/invocations`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: Buffer.from(bytes),
      signal: AbortSignal.timeout(answersWithinMs),
    }).catch((cause: unknown) => {
      throw new ServiceUnavailableError('the inference server broke off', { cause });
    });
    if (answer.ok) return parseNetworkAnswer(await answer.json());
    await answer.body?.cancel();
    if ([400, 413, 415].includes(answer.status)) throw unreadablePhotograph();
    if (answer.status === 503) throw new ThrottledError('the inference server: too many photographs wait');
    throw new ServiceUnavailableError(`the inference server answered HTTP ${answer.status}`);
  }

  async close(): Promise<void> {
    this.#open = false;
    const servers = [...this.#byModel.values()];
    this.#byModel.clear();
    for (const server of await Promise.allSettled(servers))
      if (server.status === 'fulfilled') await server.value.close();
  }

  async #server(version: NetworkVersion): Promise<VisionProcess> {
    if (!this.#open) throw new ServiceUnavailableError('the platform is closing');
    const key = keyOf(version);
    const known = this.#byModel.get(key);
    // While it was waited for it may have been ended to make room.
    if (known && !(await known).ended && this.#byModel.get(key) === known) return this.#asked(key, known);
    // Several may have waited for the one that ended: the first starts the next.
    const meanwhile = this.#byModel.get(key);
    if (meanwhile && meanwhile !== known) return meanwhile;
    const starting = this.#start(version);
    void this.#asked(key, starting);
    starting.catch(() => this.#byModel.delete(key));
    await this.#endOldest(version.useCase);
    return starting;
  }

  #asked(key: string, server: Promise<VisionProcess>): Promise<VisionProcess> {
    this.#byModel.delete(key);
    this.#byModel.set(key, server);
    return server;
  }

  async #start(version: NetworkVersion): Promise<VisionProcess> {
    return new VisionProcess(this.#program(version.useCase), await this.#lay(version));
  }

  /** What is missing here is nothing that who sent a photograph did wrong. */
  #program(useCase: string): CommandProgram {
    try {
      return this.#deps.programOf(useCase);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : 'its program was not found';
      throw new ServiceUnavailableError(`the inference server cannot be started: ${why}`, { cause });
    }
  }

  /** The files of a network in a folder of their own, whole or not there. */
  async #lay({ modelKey }: NetworkVersion): Promise<string> {
    const from = folderOfKey(modelKey);
    const folder = path.join(this.#deps.folder, from);
    await mkdir(folder, { recursive: true });
    for (const name of Object.values(networkFiles)) {
      const file = await this.#deps.objects.get(`${from}${name}`);
      if (!file)
        throw new ArtifactError(`${from}${name}: not in the object store; restore it from its versions`);
      const unfinished = path.join(folder, `.${name}.${process.pid}`);
      await writeFile(unfinished, file.body);
      await rename(unfinished, path.join(folder, name));
    }
    return folder;
  }

  /** Those of the use case that were not asked for the longest time; what they are answering they still answer. */
  async #endOldest(useCase: string): Promise<void> {
    const ofUseCase = [...this.#byModel].filter(([key]) => key.startsWith(keyOf({ useCase, modelKey: '' })));
    for (const [key, server] of ofUseCase.slice(0, -keptServers)) {
      this.#byModel.delete(key);
      await server.then(
        (one) => one.close(),
        () => undefined,
      );
      await rm(path.join(this.#deps.folder, folderOfKey(key.slice(useCase.length + 1))), {
        recursive: true,
        force: true,
      });
    }
  }
}

/** No use case's name has a space. */
const keyOf = ({ useCase, modelKey }: NetworkVersion): string => `${useCase} ${modelKey}`;

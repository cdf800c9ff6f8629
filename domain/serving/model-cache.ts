import { createHash } from 'node:crypto';
import { parseModel } from '../model/portable-model.ts';
import type { Clock, ObjectStore, RecordStore } from '../ports.ts';
import { keys } from '../records/keys.ts';
import { readRecord } from '../records/typed.ts';
import { modelVersionSchema } from '../registry/model-version.ts';
import { ArtifactError } from '../retraining/errors.ts';
import type { UseCase } from '../usecase/schema.ts';
import { serveModel, type ServedModel, type ServedNetwork } from './served-model.ts';
import type { ServingState } from './serving-state.ts';

interface Pointer {
  readonly version: number;
  readonly modelKey: string;
}

/** A version that could not be loaded is tried again after this long; until then the one before answers. */
const retryAfterMs = 1_000;
/** Versions kept in memory for each use case: the live one, the one before for a rollback, the one on its way. */
const keptVersions = 3;

/** What answers now, and the version that should have answered and could not be loaded, if any. */
export interface CurrentModel {
  readonly model: ServedModel;
  readonly failed?: { readonly version: number; readonly error: unknown };
}

/**
 * Models by their object key, loaded once. A change of version never fails a prediction: where the new one cannot be
 * loaded, the one that answered before goes on, or the one before it by the serving record.
 */
export class ModelCache {
  readonly #deps: {
    readonly objects: Pick<ObjectStore, 'get'>;
    readonly records: RecordStore;
    readonly clock: Clock;
  };
  readonly #loaded = new Map<string, Promise<ServedModel>>();
  readonly #failures = new Map<string, { readonly error: unknown; readonly until: number }>();
  readonly #last = new Map<string, ServedModel>();

  constructor(deps: {
    readonly objects: Pick<ObjectStore, 'get'>;
    readonly records: RecordStore;
    readonly clock: Clock;
  }) {
    this.#deps = deps;
  }

  /** Undefined where no version is in service. Throws where neither the live version nor one before it can be loaded. */
  async current(useCase: UseCase, state: ServingState | undefined): Promise<CurrentModel | undefined> {
    const live = state?.live;
    if (!live) return undefined;
    try {
      const model = await this.#load(useCase, live);
      this.#last.set(useCase.name, model);
      return { model };
    } catch (error) {
      const failed = { version: live.version, error };
      const before = this.#last.get(useCase.name);
      if (before) return { model: before, failed };
      if (!state.previous) throw error;
      return { model: await this.#load(useCase, state.previous), failed };
    }
  }

  /** The version that may answer beside the one in service, by its network: the one before it, or the one on its way. */
  async ofNetwork(
    useCase: UseCase,
    state: ServingState | undefined,
    sha256: string,
  ): Promise<ServedNetwork | undefined> {
    for (const version of [state?.previous?.version, state?.deployment?.version]) {
      if (version === undefined) continue;
      const key = keys.model(useCase.name, version);
      const registered = await readRecord(this.#deps.records, key, modelVersionSchema);
      const model = registered && (await this.#load(useCase, registered.data));
      if (model?.kind === 'network' && model.model.network.sha256 === sha256) return model;
    }
    return undefined;
  }

  #load(useCase: UseCase, pointer: Pointer): Promise<ServedModel> {
    const key = `${useCase.name} ${pointer.version} ${pointer.modelKey}`;
    const known = this.#loaded.get(key);
    if (known) return known;
    const failure = this.#failures.get(key);
    if (failure && failure.until > this.#deps.clock.now().getTime())
      return Promise.reject(asError(failure.error));
    const loading = this.#read(useCase, pointer).catch((error: unknown) => {
      this.#loaded.delete(key);
      this.#failures.set(key, { error, until: this.#deps.clock.now().getTime() + retryAfterMs });
      throw error;
    });
    this.#loaded.set(key, loading);
    this.#forgetOldest(useCase);
    return loading;
  }

  async #read(useCase: UseCase, { version, modelKey }: Pointer): Promise<ServedModel> {
    const { objects, records } = this.#deps;
    const [file, registered] = await Promise.all([
      objects.get(modelKey),
      readRecord(records, keys.model(useCase.name, version), modelVersionSchema),
    ]);
    if (!registered) throw new ArtifactError(`version ${version} of ${useCase.name} is not in the registry`);
    if (!file) throw new ArtifactError(`${modelKey}: not in the object store; restore it from its versions`);
    const hash = createHash('sha256').update(file.body).digest('hex');
    if (hash !== registered.data.modelHash)
      throw new ArtifactError(
        `${modelKey}: got SHA-256 ${hash}, expected ${registered.data.modelHash} as registered; restore it from its versions`,
      );
    return serveModel(parseModel(new TextDecoder().decode(file.body), modelKey), useCase, registered.data);
  }

  #forgetOldest(useCase: UseCase): void {
    const mine = [...this.#loaded.keys()].filter((key) => key.startsWith(`${useCase.name} `));
    for (const key of mine.slice(0, -keptVersions)) this.#loaded.delete(key);
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error('loading failed'));

import * as z from 'zod/mini';
import { loadModel, type LoadedModel } from './loaded-model.ts';
import { HttpProblem } from './problem.ts';

const loadSchema = z.object({
  /** SageMaker's name for it: a hash. */
  model_name: z.string().check(z.minLength(1), z.maxLength(1024)),
  /** The folder that SageMaker unpacked it into. */
  url: z.string().check(z.minLength(1)),
});

/** The models of a multi-model endpoint: SageMaker's contract for containers that load models by name. */
export class ModelRegistry {
  readonly #models = new Map<string, { readonly url: string; readonly model: LoadedModel }>();
  readonly #atMost: number;

  constructor(atMost: number) {
    this.#atMost = atMost;
  }

  /** @throws HttpProblem 409 where it is loaded, 507 where there is no room, 400 for what is no model. */
  async load(body: unknown): Promise<void> {
    const asked = z.safeParse(loadSchema, body);
    if (!asked.success)
      throw new HttpProblem(400, 'Bad request', 'body: expected {"model_name": …, "url": a folder}');
    const { model_name: name, url } = asked.data;
    if (this.#models.has(name)) throw new HttpProblem(409, 'Conflict', 'the model is loaded already');
    if (this.#models.size >= this.#atMost)
      throw new HttpProblem(
        507,
        'Insufficient storage',
        `${this.#atMost} models are loaded; unload one first`,
      );
    let model: LoadedModel;
    try {
      model = await loadModel(url);
    } catch (error) {
      throw new HttpProblem(400, 'Bad request', error instanceof Error ? error.message : 'loading failed');
    }
    this.#models.set(name, { url, model });
  }

  list(): { readonly models: readonly { readonly modelName: string; readonly modelUrl: string }[] } {
    return { models: [...this.#models].map(([modelName, { url }]) => ({ modelName, modelUrl: url })) };
  }

  /** @throws HttpProblem 404 */
  describe(name: string): { readonly modelName: string; readonly modelUrl: string } {
    return { modelName: name, modelUrl: this.#find(name).url };
  }

  /** @throws HttpProblem 404 */
  get(name: string): LoadedModel {
    return this.#find(name).model;
  }

  /** @throws HttpProblem 404 */
  unload(name: string): void {
    this.#find(name);
    this.#models.delete(name);
  }

  #find(name: string) {
    const found = this.#models.get(name);
    if (found) return found;
    throw new HttpProblem(404, 'Not found', 'no model of this name is loaded');
  }
}

import { rm } from 'node:fs/promises';
import { Names } from '../names.ts';
import type { StackRun } from './stack-run.ts';
import type { Target } from './target.ts';
import { isNoBucket } from './terraform.ts';

/**
 * The bucket of the states is made by a stack whose state cannot lie there before. So it is made with a local state, which
 * then moves into the bucket, where the next deployment, from whatever machine, finds it. Before the bucket is destroyed the
 * state moves out again.
 */
export class BootstrapState {
  readonly #stack: StackRun;
  readonly #target: Target;

  constructor(stack: StackRun, target: Target) {
    this.#stack = stack;
    this.#target = target;
  }

  /** Initialises the stack on the state that there is. @returns where that lies. */
  async open(): Promise<'bucket' | 'local'> {
    await this.#overrideBackend();
    try {
      await this.#stack.init();
      return 'bucket';
    } catch (error) {
      if (!isNoBucket(error)) throw error;
    }
    await this.#removeOverride();
    await this.#stack.init();
    return 'local';
  }

  async moveIntoBucket(): Promise<void> {
    await this.#overrideBackend();
    await this.#stack.init('-migrate-state', '-force-copy');
  }

  async moveOut(): Promise<void> {
    await this.#removeOverride();
    await this.#stack.init('-migrate-state', '-force-copy');
  }

  #overrideBackend(): Promise<string> {
    const { environment, emulator } = this.#target;
    return this.#stack.terraform.override('state', {
      terraform: {
        backend: {
          s3: {
            bucket: new Names(environment).bucket('state'),
            key: 'bootstrap.tfstate',
            region: environment.region,
            allowed_account_ids: [environment.accountId],
            use_lockfile: true,
            ...emulator?.state,
          },
        },
      },
    });
  }

  #removeOverride(): Promise<void> {
    return rm(`${this.#stack.terraform.folder}/state_override.tf.json`, { force: true });
  }
}

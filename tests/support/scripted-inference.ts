import type { InferenceServer, NetworkVersion } from '../../domain/ports.ts';
import type { NetworkAnswer } from '../../domain/serving/network-answer.ts';
import type { Photograph } from '../../domain/serving/photograph.ts';

/** An inference server that answers what a test tells it to. */
export class ScriptedInference implements InferenceServer {
  next: NetworkAnswer | Error = new Error('no answer was given to this server');
  readonly asked: { readonly version: NetworkVersion; readonly photograph: Photograph }[] = [];

  async invoke(version: NetworkVersion, photograph: Photograph): Promise<NetworkAnswer> {
    this.asked.push({ version, photograph });
    if (this.next instanceof Error) throw this.next;
    return this.next;
  }
}

import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import * as z from 'zod/mini';
import { ThrottledError, type InferenceServer, type NetworkVersion } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { parseNetworkAnswer, type NetworkAnswer } from '../../domain/serving/network-answer.ts';
import { unreadablePhotograph, type Photograph } from '../../domain/serving/photograph.ts';
import { clientSettings } from './clients.ts';
import { endpointNames } from './contract.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import { errorName, portError } from './errors.ts';

/**
 * A network looks at a photograph for some 100 ms; behind a queue of others it has so long. Two attempts: with the time that
 * the photograph takes to be kept they stay below the function's own limit, so that who waits is told.
 */
const limits = { ...clientSettings({ requestTimeoutMs: 4_000 }), maxAttempts: 2 };

/** InferenceServer by the endpoint of a use case, whose variants say themselves which network answered. */
export class EndpointInference implements InferenceServer {
  readonly #client: SageMakerRuntimeClient;
  readonly #prefix: string;

  constructor(client: SageMakerRuntimeClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  async invoke({ useCase }: NetworkVersion, { bytes, contentType }: Photograph): Promise<NetworkAnswer> {
    const command = new InvokeEndpointCommand({
      EndpointName: endpointNames(this.#prefix, useCase).endpoint,
      ContentType: contentType,
      Accept: 'application/json',
      Body: bytes,
    });
    let body: Uint8Array | undefined;
    try {
      ({ Body: body } = await this.#client.send(command));
    } catch (error) {
      throw inferenceError(error);
    }
    const json: unknown = JSON.parse(new TextDecoder().decode(body));
    return parseNetworkAnswer(json);
  }
}

/** What the container answered stands in the error; its text may name pixels and stays here. */
function inferenceError(error: unknown): Error {
  const doing = 'asking the endpoint';
  const answered: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'OriginalStatusCode') : undefined;
  if (answered === 400 || answered === 413 || answered === 415) return unreadablePhotograph();
  if (answered === 503 || answered === 429) return new ThrottledError(`${doing}: too many photographs wait`);
  // There is no such endpoint (yet), or its container failed.
  if (['ModelError', 'ModelNotReadyException', 'ValidationError'].includes(errorName(error)))
    return new ServiceUnavailableError(`${doing}: ${errorName(error)}`);
  return portError(error, doing);
}

/** @throws InvalidInputError that names a missing variable. */
export function endpointInference(environment: Environment): InferenceServer {
  const schema = z.object({ RESOURCE_PREFIX: z.string().check(z.minLength(1)) });
  const { RESOURCE_PREFIX: prefix } = parseEnvironment(schema, environment, 'endpoints that are asked');
  return new EndpointInference(new SageMakerRuntimeClient(limits), prefix);
}

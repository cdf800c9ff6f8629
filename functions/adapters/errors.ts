import { ThrottledError } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';

/** Names under which the services say "slower, please" (the SDK's own list, and SageMaker's and EventBridge's). */
const throttlingNames = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'InternalThrottlingException',
  'KMSThrottlingException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'ResourceLimitExceeded',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingError',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);

/** Failures of the network, by Node's code or the SDK's name. */
const networkNames = new Set([
  'ConnectionClosed',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'NetworkingError',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
]);

export const isThrottlingName = (name: string): boolean => throttlingNames.has(name);

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

export const errorName = (error: unknown): string => (error instanceof Error ? error.name : '');

/**
 * A failure of the SDK, after its own retries, as the platform names it: ThrottledError, ServiceUnavailableError (server
 * faults, network, timeouts), or the same error with a message that says what was being done.
 */
export function portError(error: unknown, doing: string): Error {
  const name = errorName(error);
  const status = field(field(error, '$metadata'), 'httpStatusCode');
  const message = `${doing}: ${name}: ${error instanceof Error ? error.message : 'a value that is no Error'}`;
  if (throttlingNames.has(name) || status === 429) return new ThrottledError(message, { cause: error });
  const code = field(error, 'code');
  const network = networkNames.has(name) || (typeof code === 'string' && networkNames.has(code));
  if (network || (typeof status === 'number' && status >= 500))
    return new ServiceUnavailableError(message, { cause: error });
  return new Error(message, { cause: error });
}

/** Runs `call`; what it throws goes out as `portError` names it. */
export async function calling<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw portError(error, doing);
  }
}

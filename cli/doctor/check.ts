/** `warning`: works, but somebody should know. `failed`: what runs is not what was asked for. */
export type Status = 'ok' | 'warning' | 'failed';

/** One comparison of what runs with what the registry, Terraform and the code say. */
export interface Check {
  /** `functions`, `alarms`, … */
  readonly area: string;
  /** What was looked at: `modelkeep-dev-predict-breast-cancer`. */
  readonly name: string;
  readonly status: Status;
  readonly expected: string;
  readonly got: string;
  /** What to do about it. Undefined where it is ok. */
  readonly todo?: string;
}

export type Finding = Omit<Check, 'area' | 'name'>;

export const ok = (expected: string): Finding => ({ status: 'ok', expected, got: expected });
export const warning = (expected: string, got: string, todo: string): Finding => ({
  status: 'warning',
  expected,
  got,
  todo,
});
export const failed = (expected: string, got: string, todo: string): Finding => ({
  status: 'failed',
  expected,
  got,
  todo,
});

const notThere = new Set([
  'ResourceNotFoundException',
  'StateMachineDoesNotExist',
  'ResourceNotFound',
  'NotFoundException',
]);
const denied = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'AuthorizationErrorException',
  'AuthorizationError',
]);

/** True where AWS knows no such thing. */
export const isNotThere = (error: unknown): boolean => error instanceof Error && notThere.has(error.name);

/** Errors after which no other check can say anything either: no keys, keys that are no longer valid, nobody at the address. */
const fatal =
  /^(CredentialsProviderError|ExpiredToken(Exception)?|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure)$/;
const unreachable = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/;
export const isFatal = (error: unknown): error is Error =>
  error instanceof Error &&
  (fatal.test(error.name) || unreachable.test(String(Reflect.get(error, 'code') ?? '')));

/**
 * One check, whose own trouble is its finding: a missing permission or a throttled call says nothing about the others.
 * @throws what is fatal for all checks.
 */
export async function checking(
  area: string,
  name: string,
  expected: string,
  look: () => Promise<Finding>,
): Promise<Check> {
  try {
    return { area, name, ...(await look()) };
  } catch (error) {
    if (isFatal(error)) throw error;
    return { area, name, ...troubleOf(error, expected) };
  }
}

function troubleOf(error: unknown, expected: string): Finding {
  if (isNotThere(error))
    return failed(expected, 'nothing of this name', 'deploy it: npm run deploy -- --env ENVIRONMENT');
  if (!(error instanceof Error)) return failed(expected, 'a value that is no Error', 'try again');
  if (error.name === 'FunctionAnswerError') return failed(expected, error.message, 'its log group says why');
  return denied.has(error.name)
    ? failed(
        expected,
        `no permission to look (${error.name})`,
        'look with a role that may read this (docs/security.md)',
      )
    : failed(
        expected,
        `${error.name}: ${error.message}`,
        'try again; where it stays, look at the service’s health page',
      );
}

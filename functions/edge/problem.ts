import { ConditionFailedError, ThrottledError } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { UnknownUseCaseError } from '../../domain/usecase/catalog.ts';
import { InvalidInputError, type Problem } from '../../domain/validation/parse.ts';

/** Answer of RFC 9457, with one entry in `errors` for each field that is wrong. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly Problem[];
}

/** An error with an HTTP status that the caller is meant to see. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly title: string;
  readonly errors: readonly Problem[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    title: string,
    detail: string,
    more: { errors?: readonly Problem[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.status = status;
    this.title = title;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

/** @param errors the fields of the request behind it: a caller's program reads those, not the sentence. */
export const notFound = (what: string, ...errors: Problem[]): HttpProblem =>
  new HttpProblem(404, 'Not found', what, errors.length > 0 ? { errors } : {});
export const conflict = (detail: string, ...errors: Problem[]): HttpProblem =>
  new HttpProblem(409, 'Conflict', detail, errors.length > 0 ? { errors } : {});

/** Statuses that middy's own middlewares give their errors (broken JSON, wrong content type). */
const statusOf = (error: Error): number | undefined => {
  const status: unknown = Reflect.get(error, 'statusCode');
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
};

/** What the caller is told about `error`: 5xx say nothing of the inside. */
export function problemOfError(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof InvalidInputError) {
    return new HttpProblem(400, 'Invalid input', error.message, { errors: error.problems, cause: error });
  }
  if (error instanceof UnknownUseCaseError)
    return new HttpProblem(404, 'Unknown use case', error.message, {
      errors: [
        {
          field: 'useCase',
          got: 'a name that no use case has',
          expected: `one of ${error.known.join(', ')}`,
        },
      ],
      cause: error,
    });
  if (error instanceof ConditionFailedError) {
    return new HttpProblem(
      409,
      'Conflict',
      'somebody else changed the same thing at the same moment; read it again and repeat',
      { cause: error },
    );
  }
  if (error instanceof ThrottledError || error instanceof ServiceUnavailableError) {
    return new HttpProblem(503, 'Busy', 'the service is busy; repeat the request in a second', {
      headers: { 'retry-after': '1' },
      cause: error,
    });
  }
  const status = error instanceof Error ? statusOf(error) : undefined;
  if (error instanceof Error && status === 415) {
    return new HttpProblem(415, 'Unsupported media type', 'header content-type: expected application/json', {
      errors: [{ field: 'content-type', got: 'another or no content type', expected: 'application/json' }],
      cause: error,
    });
  }
  if (error instanceof Error && status !== undefined) {
    return new HttpProblem(
      status === 422 ? 400 : status,
      'Invalid request',
      'body: expected one JSON value in UTF-8',
      {
        errors: [{ field: 'body', got: 'text that is not JSON', expected: 'one JSON value in UTF-8' }],
        cause: error,
      },
    );
  }
  return new HttpProblem(
    500,
    'Internal error',
    'something failed on our side; the log has it under the request id',
    { cause: error },
  );
}

export const problemBody = (problem: HttpProblem): ProblemDetails => ({
  type: 'about:blank',
  title: problem.title,
  status: problem.status,
  detail: problem.message,
  ...(problem.errors ? { errors: problem.errors } : {}),
});

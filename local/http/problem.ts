import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** An answer of the server itself, before or instead of a function: problem+json (RFC 9457). */
export function problem(
  status: number,
  title: string,
  detail: string,
  more: {
    readonly headers?: Record<string, string>;
    readonly field?: readonly [string, string, string];
  } = {},
): APIGatewayProxyStructuredResultV2 {
  const [field, got, expected] = more.field ?? [];
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...more.headers },
    body: JSON.stringify({
      type: 'about:blank',
      title,
      status,
      detail,
      ...(field === undefined ? {} : { errors: [{ field, got, expected }] }),
    }),
  };
}

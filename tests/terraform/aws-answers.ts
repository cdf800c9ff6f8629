import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What stands in for AWS while Terraform plans: it knows two answers and writes down everything else. */
export interface AwsAnswers {
  readonly url: string;
  /** `<service>.<Action>` or the path of each call that a plan must not make. */
  readonly unexpectedCalls: readonly string[];
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly contentType: string;
  readonly body: string;
}

/**
 * The provider has Step Functions check a definition while it plans, as soon as the definition is known, and asks whose
 * keys it was given, so that it can refuse another account.
 */
const answerTo = (call: string, accountId: string): Answer | undefined => {
  if (call === 'AWSStepFunctions.ValidateStateMachineDefinition')
    return {
      contentType: 'application/x-amz-json-1.0',
      body: '{"result":"OK","diagnostics":[],"truncated":false}',
    };
  if (call === 'GetUser') return { contentType: 'text/xml', body: userXml(accountId) };
  return undefined;
};

const userXml = (accountId: string): string =>
  `<GetUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetUserResult><User><UserName>mock</UserName>` +
  `<Path>/</Path><UserId>mock</UserId><CreateDate>2026-01-01T00:00:00Z</CreateDate>` +
  `<Arn>arn:aws:iam::${accountId}:user/mock</Arn></User></GetUserResult></GetUserResponse>`;

/** @param accountId the account that the mock keys belong to. */
export async function startAwsAnswers(accountId: string): Promise<AwsAnswers> {
  const unexpectedCalls: string[] = [];
  const server = createServer((request, response) => {
    void callOf(request).then((call) => {
      const answer = answerTo(call, accountId);
      if (answer === undefined) unexpectedCalls.push(call);
      response.writeHead(answer === undefined ? 400 : 200, {
        'content-type': answer?.contentType ?? 'application/x-amz-json-1.0',
      });
      response.end(
        answer?.body ??
          JSON.stringify({ __type: 'AccessDeniedException', message: `a plan must not call AWS: ${call}` }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // listen() with a port gives an address object, never a path.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    unexpectedCalls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** JSON services name the action in a header, query services in the body, REST services by method and path. */
async function callOf(request: IncomingMessage): Promise<string> {
  const target = request.headers['x-amz-target'];
  const body = await text(request);
  const action = new URLSearchParams(body).get('Action');
  return target?.toString() ?? action ?? `${request.method ?? ''} ${request.url ?? ''}`;
}

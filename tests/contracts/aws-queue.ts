import { randomUUID } from 'node:crypto';

/**
 * A queue of the emulator that tests listen on. By plain HTTP: the platform itself has no queue, so it has no SQS client
 * either. The emulator looks at the service in the signature and does not check it.
 */
export interface Queue {
  readonly url: string;
  readonly arn: string;
  /** Bodies of all messages so far, parsed; it waits a moment for those on their way. */
  readonly messages: () => Promise<readonly unknown[]>;
}

const authorization =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=test';

export async function createQueue(endpoint: string): Promise<Queue> {
  const call = async (action: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
        authorization,
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  const name = `queue-${randomUUID()}`;
  const url = String((await call('CreateQueue', { QueueName: name }))['QueueUrl']);
  const seen: unknown[] = [];

  const receive = async (): Promise<number> => {
    const { Messages } = await call('ReceiveMessage', { QueueUrl: url, MaxNumberOfMessages: 10 });
    const messages = (Messages ?? []) as readonly { Body: string; ReceiptHandle: string }[];
    for (const { Body, ReceiptHandle } of messages) {
      seen.push(JSON.parse(Body));
      await call('DeleteMessage', { QueueUrl: url, ReceiptHandle });
    }
    return messages.length;
  };
  return {
    url,
    arn: `arn:aws:sqs:us-east-1:123456789012:${name}`,
    messages: async () => {
      // Deliveries run in threads of the emulator: two looks in a row that find nothing.
      for (let empty = 0; empty < 2;) {
        if ((await receive()) > 0) empty = 0;
        else {
          empty += 1;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
      return seen;
    },
  };
}

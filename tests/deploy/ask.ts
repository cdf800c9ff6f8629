export interface Question {
  readonly service: string;
  readonly path?: string;
  /** Of the JSON protocol. */
  readonly target?: string;
  readonly body?: string;
}

export const json = (service: string, target: string, body = '{}'): Question => ({ service, target, body });
export const query = (service: string, action: string, version: string): Question => ({
  service,
  body: `Action=${action}&Version=${version}`,
});
export const get = (service: string, path: string): Question => ({ service, path });

/** Without an SDK client for each: the emulator finds the service by the scope of a signature that it does not check. */
export async function ask({ service, path = '/', target, body }: Question, url: string, region: string) {
  const contentType =
    target === undefined ? 'application/x-www-form-urlencoded' : 'application/x-amz-json-1.1';
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      ...(body === undefined ? {} : { 'content-type': contentType }),
      ...(target === undefined ? {} : { 'x-amz-target': target }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service}${path}: got ${response.status} ${text.slice(0, 200)}`);
  return text;
}

import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LoadResult {
  readonly answered: number;
  readonly failed: number;
  /** Milliseconds from when a request was due, not from when it was sent: a stall is not hidden by the load that waits for it. */
  readonly latenciesMs: readonly number[];
}

/**
 * Sends `perSecond` requests a second for `seconds` whether answers come or not (an open loop, after Tene's "coordinated
 * omission"), over at most 64 kept connections to loopback.
 */
export async function openLoop(
  { url, token, perSecond }: { readonly url: string; readonly token: string; readonly perSecond: number },
  seconds: number,
  bodyOf: (i: number) => string,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const total = perSecond * seconds;
  const latenciesMs: number[] = [];
  let failed = 0;
  const { promise: ended, resolve } = Promise.withResolvers<undefined>();
  const start = performance.now();
  const send = (i: number): void => {
    const due = start + (1000 * i) / perSecond;
    const end = (ok: boolean): void => {
      if (ok) latenciesMs.push(performance.now() - due);
      else failed += 1;
      if (latenciesMs.length + failed === total) resolve(undefined);
    };
    const call = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      },
      (response) => {
        response.resume();
        response.on('end', () => end(response.statusCode === 200));
      },
    );
    call.on('error', () => end(false));
    call.end(bodyOf(i));
  };
  for (let sent = 0; sent < total;) {
    const dueNow = Math.min(total, Math.floor(((performance.now() - start) * perSecond) / 1000) + 1);
    for (; sent < dueNow; sent += 1) send(sent);
    await sleep(1);
  }
  await ended;
  agent.destroy();
  return { answered: latenciesMs.length, failed, latenciesMs };
}

/** The value under which the share `p` of them lies. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

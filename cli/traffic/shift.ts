/** Where the traffic of an alias goes. */
export interface AliasRoute {
  /** Gets what is left over. */
  readonly version: string;
  /** A second version and its share, 0 to 1. */
  readonly canary?: { readonly version: string; readonly share: number };
}

export interface TrafficPorts {
  readonly alias: {
    /** `revision` changes with each change of the alias. */
    readonly read: () => Promise<AliasRoute & { readonly revision: string }>;
    /** @throws AliasChangedError where the alias is no longer at `revision`. */
    readonly write: (route: AliasRoute, revision: string) => Promise<{ readonly revision: string }>;
  };
  /** Whether the alarm rings. */
  readonly rings: () => Promise<boolean>;
  readonly wait: (seconds: number) => Promise<void>;
  readonly say: (line: string) => void;
  /** Aborted where the person or the machine that runs this gives up: the old version then serves again. */
  readonly signal?: AbortSignal;
}

export interface TrafficShift {
  readonly to: string;
  /** Of the traffic, at first: 0 to 1. Undefined moves all of it at once and watches nothing. */
  readonly share: number | undefined;
  /** For so long the alarm must stay silent, with the share and then again with all of it. */
  readonly bakeSeconds: number;
}

/** Somebody else moved the alias meanwhile: it is left to them. */
export class AliasChangedError extends Error {
  override readonly name = 'AliasChangedError';
}
/** The new version did not get through; the old one serves. */
export class ShiftRefusedError extends Error {
  override readonly name = 'ShiftRefusedError';
}

/** An alarm looks at whole minutes: asking more often tells nothing. */
const pollSeconds = 10;
/** A fault of CloudWatch is no fault of the version; three in a row are blindness. */
const blindAfter = 3;

/**
 * Moves the traffic of an alias to a new version: a share first, then all, watching the alarm for a while each time. A
 * shift that was cut short before is begun anew from its main version.
 * @returns what happened, in a line.
 * @throws ShiftRefusedError where the alarm rang or could not be read, or the signal came: the old version serves again;
 * AliasChangedError where somebody else moved the alias.
 */
export async function shiftTraffic(ports: TrafficPorts, shift: TrafficShift): Promise<string> {
  const { alias } = ports;
  const { to, share } = shift;
  const { version: from, canary, revision } = await alias.read();
  if (from === to && canary === undefined) return `version ${to} has all the traffic already`;
  if (share === undefined || from === to) {
    await alias.write({ version: to }, revision);
    return `version ${to} has all the traffic, from version ${from} at once`;
  }
  if (await ports.rings())
    throw new ShiftRefusedError(
      `the alarm rings already, so nobody could tell what version ${to} does; version ${from} goes on serving`,
    );
  let at = revision;
  const go = async (route: AliasRoute, words: string): Promise<void> => {
    ({ revision: at } = await alias.write(route, at));
    ports.say(words);
    const problem = await watch(ports, shift.bakeSeconds);
    if (problem === undefined) return;
    await alias.write({ version: from }, at);
    throw new ShiftRefusedError(
      `${problem}: version ${from} has all the traffic again, version ${to} has none`,
    );
  };
  await go(
    { version: from, canary: { version: to, share } },
    `version ${to} gets ${(share * 100).toFixed(0)} % of the traffic`,
  );
  await go({ version: to }, `version ${to} gets all the traffic`);
  return `version ${to} has all the traffic, from version ${from} by shares; the alarm stayed silent`;
}

/** @returns what speaks against the new version; undefined where nothing did for so long. */
async function watch({ rings, wait, signal }: TrafficPorts, seconds: number): Promise<string | undefined> {
  let blind = 0;
  for (let waited = 0; waited < seconds; waited += pollSeconds) {
    await wait(Math.min(pollSeconds, seconds - waited));
    if (signal?.aborted === true) return 'told to stop';
    try {
      if (await rings()) return 'the alarm rang';
      blind = 0;
    } catch (error) {
      blind += 1;
      if (blind >= blindAfter)
        return `the alarm could not be read ${blindAfter} times in a row (${error instanceof Error ? error.message : String(error)})`;
    }
  }
  return blind > 0 ? 'the alarm could not be read at the end' : undefined;
}

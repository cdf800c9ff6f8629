import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import type { LoadedStep } from '../../pipelines/sagemaker/validate/load.ts';
import { listAt, textAt } from './property.ts';
import type { LocalProgram } from './programs.ts';
import type { Storage } from './storage/storage.ts';

/** The arguments that make a step another one; what it costs and where it writes does not. As in SageMaker's documentation. */
const keyed: Readonly<Partial<Record<LoadedStep['Type'], readonly string[]>>> = {
  Processing: ['AppSpecification', 'Environment', 'ProcessingInputs'],
  Training: [
    'AlgorithmSpecification',
    'CheckpointConfig',
    'Environment',
    'HyperParameters',
    'InputDataConfig',
  ],
};

const entrySchema = z.object({
  schemaVersion: z.literal(1),
  at: z.string(),
  properties: z.record(z.string(), z.unknown()),
  /** Addresses at which the step left something: with one of them gone, so is its result. */
  wrote: z.array(z.string()),
});

/** Results of earlier runs by a hash of their step's arguments. */
export class StepCache {
  readonly #folder: string;
  readonly #storage: Storage;

  constructor(folder: string, storage: Storage) {
    this.#folder = folder;
    this.#storage = storage;
  }

  /**
   * The key of a step; undefined for one that is not cached. Beside the arguments it holds what lies at the addresses that it reads
   * (SageMaker looks at the addresses alone), so that an edited table is never taken for the old one.
   */
  async keyOf(
    step: LoadedStep,
    args: Readonly<Record<string, unknown>>,
    program: LocalProgram,
  ): Promise<string | undefined> {
    const names = keyed[step.Type];
    if (!names || step.CacheConfig?.Enabled !== true) return undefined;
    const read = await Promise.all(inputsOf(args).map((uri) => this.#storage.fingerprint(uri)));
    const text = canonical({
      type: step.Type,
      command: program.command,
      arguments: names.map((name) => args[name] ?? null),
      read: read.map((fingerprint) => fingerprint ?? null),
    });
    return createHash('sha256').update(text).digest('hex');
  }

  /** The properties of an earlier run; undefined where there is none, it is too old, or what it wrote is gone. */
  async find(
    key: string,
    step: LoadedStep,
    now: Date,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    const text = await readFile(this.#file(key), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const entry = entryOf(text);
    if (!entry) return undefined;
    const expires = expiry(new Date(entry.at), step.CacheConfig?.ExpireAfter);
    if (expires && expires <= now) return undefined;
    for (const uri of entry.wrote) if ((await this.#storage.fingerprint(uri)) === undefined) return undefined;
    return entry.properties;
  }

  async keep(key: string, properties: Readonly<Record<string, unknown>>, now: Date): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const wrote: string[] = [];
    for (const uri of outputsOf(properties))
      if ((await this.#storage.fingerprint(uri)) !== undefined) wrote.push(uri);
    const temporary = `${this.#file(key)}.${randomBytes(6).toString('hex')}.part`;
    await writeFile(
      temporary,
      JSON.stringify({ schemaVersion: 1, at: now.toISOString(), properties, wrote }),
    );
    await rename(temporary, this.#file(key));
  }

  #file(key: string): string {
    return path.join(this.#folder, `${key}.json`);
  }
}

/** A cache that cannot be read is none. */
function entryOf(text: string): z.output<typeof entrySchema> | undefined {
  try {
    return z.parse(entrySchema, JSON.parse(text));
  } catch {
    return undefined;
  }
}

const inputsOf = (args: Readonly<Record<string, unknown>>): string[] =>
  [
    ...listAt(args, 'ProcessingInputs').map((input) => textAt(input, 'S3Input', 'S3Uri')),
    ...listAt(args, 'InputDataConfig').map((channel) =>
      textAt(channel, 'DataSource', 'S3DataSource', 'S3Uri'),
    ),
  ].filter((uri) => uri !== undefined);

const outputsOf = (properties: Readonly<Record<string, unknown>>): string[] =>
  [
    textAt(properties, 'ModelArtifacts', 'S3ModelArtifacts'),
    ...listAt(properties, 'ProcessingOutputConfig', 'Outputs').map((output) =>
      textAt(output, 'S3Output', 'S3Uri'),
    ),
  ].filter((uri) => uri !== undefined);

/** When an ISO 8601 duration after `from` is over. */
function expiry(from: Date, duration: string | undefined): Date | undefined {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
    duration ?? '',
  );
  if (!found) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part) => Number((part as string | undefined) ?? 0));
  const date = new Date(from);
  date.setUTCFullYear(
    date.getUTCFullYear() + years,
    date.getUTCMonth() + months,
    date.getUTCDate() + weeks * 7 + days,
  );
  return new Date(date.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1000);
}

/** JSON with sorted keys: the same value, the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

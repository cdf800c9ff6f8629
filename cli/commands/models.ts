import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';
import { callPlatform } from '../io/client.ts';
import { columns, localTime, modelsSchema } from '../io/views.ts';

export interface ModelsOptions {
  readonly url: string;
  readonly json: boolean;
  readonly useCase?: string;
}

/** The query of a request about one use case; a platform with one needs none. */
export const useCaseQuery = (useCase: string | undefined): string =>
  useCase === undefined ? '' : `?useCase=${encodeURIComponent(useCase)}`;

/** `modelkeep models`: the versions, the newest first, with why each exists. */
export async function runModels(options: ModelsOptions): Promise<number> {
  const answer = await callPlatform(options, 'GET', `/models${useCaseQuery(options.useCase)}`);
  const { models } = parseWith(modelsSchema, answer, 'answer of GET /models');
  if (options.json) {
    process.stdout.write(`${JSON.stringify(models)}\n`);
    return 0;
  }
  const rows = models.map((model) => [
    String(model.version),
    model.status,
    model.metrics['accuracy']?.toFixed(4) ?? '–',
    model.metrics['rocAuc']?.toFixed(4) ?? '–',
    model.trigger.reason,
    model.approval ? `${model.approval.decision} by ${model.approval.by}` : '–',
    localTime(model.createdAt),
  ]);
  process.stdout.write(
    models.length === 0
      ? 'no versions yet\n'
      : `${columns([['version', 'status', 'accuracy', 'ROC-AUC', 'because of', 'approval', 'made'], ...rows])}\n`,
  );
  return 0;
}

const cardSchema = z.object({ useCase: z.string(), version: z.number(), markdown: z.string() });

/** `modelkeep models card VERSION`. */
export async function runModelCard(version: number, options: ModelsOptions): Promise<number> {
  const path = `/models/${version}/card${useCaseQuery(options.useCase)}`;
  const card = parseWith(
    cardSchema,
    await callPlatform(options, 'GET', path),
    'answer of GET /models/{version}/card',
  );
  process.stdout.write(options.json ? `${JSON.stringify(card)}\n` : card.markdown);
  return 0;
}

export interface DecideOptions {
  readonly url: string;
  readonly useCase?: string;
  readonly reason?: string;
  readonly user: string;
}

/** `modelkeep approve VERSION` and `modelkeep reject VERSION`. */
export async function runDecide(
  version: number,
  decision: 'approve' | 'reject',
  options: DecideOptions,
): Promise<number> {
  const { useCase, reason } = options;
  const body = { ...(useCase === undefined ? {} : { useCase }), ...(reason === undefined ? {} : { reason }) };
  await callPlatform(options, 'POST', `/models/${version}/${decision}`, body);
  process.stdout.write(
    `version ${version} ${decision === 'approve' ? 'approved; the retraining goes on to deploy it' : 'rejected; the version in service stays'}\n`,
  );
  return 0;
}

import * as z from 'zod/mini';
import { driftReportSchema, type DriftReport } from '../../domain/drift/index.ts';
import { predictResponseSchema } from '../../domain/serving/prediction.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { callPlatform, type ClientOptions } from '../io/client.ts';
import type { Patient } from './story-data.ts';

const startedSchema = z.object({ status: z.string(), executionName: z.string() });
const executionSchema = z.object({
  name: z.string(),
  status: z.string(),
  outcome: z.optional(z.nullable(z.string())),
  reasons: z.optional(z.array(z.string())),
  endedAt: z.optional(z.nullable(z.string())),
  states: z.optional(z.array(z.object({ name: z.string(), status: z.optional(z.string()) }))),
});
export type ExecutionView = z.output<typeof executionSchema>;
const modelSchema = z.object({
  version: z.number(),
  status: z.string(),
  executionName: z.string(),
  metrics: z.record(z.string(), z.number()),
  championMetrics: z.nullable(z.record(z.string(), z.number())),
  gateReasons: z.array(z.string()),
});
export type ModelView = z.output<typeof modelSchema>;

const driftCheckSchema = z.union([
  z.object({
    status: z.literal('judged'),
    windowId: z.string(),
    event: z.boolean(),
    features: z.array(z.string()),
    psiMax: z.number(),
    sentence: z.string(),
  }),
  z.object({ status: z.enum(['no-model', 'other-engine', 'waiting']) }),
]);
export type DriftCheck = z.output<typeof driftCheckSchema>;

/** The few calls that the story makes, over HTTP like every other client. */
export class StoryApi {
  readonly url: string;
  readonly useCase: string;
  sent = 0;
  failed = 0;

  readonly #client: ClientOptions;

  constructor(url: string, useCase: string) {
    this.url = url;
    this.#client = { url, user: 'dr.demo' };
    this.useCase = useCase;
  }

  /** One POST /predict; undefined where it failed (counted). */
  async predict(patient: Patient): Promise<z.output<typeof predictResponseSchema> | undefined> {
    this.sent += 1;
    try {
      const answer = await callPlatform(this.#client, 'POST', '/predict', {
        useCase: this.useCase,
        features: patient.features,
        patientId: patient.patientId,
      });
      return parseWith(predictResponseSchema, answer, 'answer of POST /predict');
    } catch {
      this.failed += 1;
      return undefined;
    }
  }

  async confirm(confirmations: readonly { readonly id: string; readonly diagnosis: 0 | 1 }[]): Promise<void> {
    await this.#post('/predictions/confirmations', { useCase: this.useCase, confirmations });
  }

  async checkDrift(): Promise<DriftCheck> {
    const answer = await this.#post('/monitoring/drift/check', { useCase: this.useCase });
    return parseWith(driftCheckSchema, answer, 'answer of POST /monitoring/drift/check');
  }

  async driftReport(windowId: string): Promise<DriftReport> {
    const path = `/monitoring/drift/${windowId}?useCase=${this.useCase}`;
    const answer = await callPlatform(this.#client, 'GET', path);
    return parseWith(
      z.object({ report: driftReportSchema }),
      answer,
      'answer of GET /monitoring/drift/{windowId}',
    ).report;
  }

  async retrain(reason: 'first-version' | 'manual', explanation: string): Promise<string> {
    const answer = await this.#post(
      '/retrain',
      { useCase: this.useCase, reason, explanation },
      { 'idempotency-key': `story-${reason}` },
    );
    return parseWith(startedSchema, answer, 'answer of POST /retrain').executionName;
  }

  async approve(version: number): Promise<void> {
    await this.#post(`/models/${version}/approve`, {
      useCase: this.useCase,
      reason: 'better on the held-out patients',
    });
  }

  async executions(): Promise<readonly ExecutionView[]> {
    const answer = await callPlatform(this.#client, 'GET', `/executions?useCase=${this.useCase}`);
    return parseWith(z.object({ executions: z.array(executionSchema) }), answer, 'answer of GET /executions')
      .executions;
  }

  async execution(name: string): Promise<ExecutionView> {
    const answer = await callPlatform(this.#client, 'GET', `/executions/${name}?useCase=${this.useCase}`);
    return parseWith(executionSchema, answer, 'answer of GET /executions/{name}');
  }

  async models(): Promise<readonly ModelView[]> {
    const answer = await callPlatform(this.#client, 'GET', `/models?useCase=${this.useCase}`);
    return parseWith(z.object({ models: z.array(modelSchema) }), answer, 'answer of GET /models').models;
  }

  #post(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
    return callPlatform(this.#client, 'POST', path, body, headers);
  }
}

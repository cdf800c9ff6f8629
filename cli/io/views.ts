import * as z from 'zod/mini';
import { driftRecordSchema } from '../../domain/monitoring/drift-records.ts';
import { executionRecordSchema } from '../../domain/registry/execution.ts';
import { modelVersionSchema } from '../../domain/registry/model-version.ts';

/** What a platform answers, as far as the commands read it. */
export const executionViewSchema = z.extend(executionRecordSchema, {
  states: z.optional(
    z.array(
      z.object({
        name: z.string(),
        enteredAt: z.optional(z.string()),
        exitedAt: z.optional(z.nullable(z.string())),
        status: z.optional(z.string()),
      }),
    ),
  ),
});
export const modelsSchema = z.object({ models: z.array(modelVersionSchema) });
export const executionsSchema = z.object({ executions: z.array(executionRecordSchema) });
export const statusSchema = z.object({
  useCases: z.array(
    z.object({
      useCase: z.string(),
      title: z.string(),
      paused: z.boolean(),
      switch: z.nullable(z.object({ by: z.string(), at: z.string(), reason: z.string() })),
      live: z.nullable(
        z.object({ version: z.number(), since: z.string(), metrics: z.record(z.string(), z.number()) }),
      ),
      drift: z.nullable(driftRecordSchema),
      running: z.nullable(executionRecordSchema),
      lastExecution: z.nullable(executionRecordSchema),
      counts: z.object({
        pendingPredictions: z.object({ count: z.number(), more: z.boolean() }),
        confirmedPredictions: z.object({ count: z.number(), more: z.boolean() }),
      }),
    }),
  ),
});
export type StatusView = z.output<typeof statusSchema>['useCases'][number];

const pad = (n: number): string => String(n).padStart(2, '0');

/** Local time, to the second: what somebody compares with a clock on the wall. */
export function localTime(iso: string): string {
  const at = new Date(iso);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

/** Rows as columns of text, the widest cell of each deciding. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (sofar, row) => row.map((cell, i) => Math.max(cell.length, sofar[i] ?? 0)),
    [],
  );
  return rows
    .map((row) =>
      row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}

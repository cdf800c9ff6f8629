import { Token } from 'cdktf';
import type { Construct } from 'constructs';

/** What is wrong with one property, or undefined where it is right. */
export type Check = string | undefined;

/** Runs at synth; cdktf prints each problem behind the construct's path: `[dev-foundation/raw] retentionDays: got …`. */
export function addChecks(construct: Construct, checks: () => readonly Check[]): void {
  construct.node.addValidation({ validate: () => checks().filter((check) => check !== undefined) });
}

/** Values that only Terraform knows cannot be judged here. */
const unknown = (value: unknown): boolean => value === undefined || Token.isUnresolved(value);

export const matches = (
  field: string,
  value: string | undefined,
  pattern: RegExp,
  expected: string,
): Check =>
  unknown(value) || pattern.test(value ?? '')
    ? undefined
    : `${field}: got ${JSON.stringify(value)}, expected ${expected}`;

/** A whole number between the bounds, both allowed. */
export const within = (field: string, value: number | undefined, least: number, most: number): Check =>
  unknown(value) || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)
    ? undefined
    : `${field}: got ${String(value)}, expected a whole number from ${least} to ${most}`;

export const oneOf = <T extends string | number>(
  field: string,
  value: T | undefined,
  allowed: readonly T[],
): Check =>
  unknown(value) || (value !== undefined && allowed.includes(value))
    ? undefined
    : `${field}: got ${JSON.stringify(value)}, expected one of ${allowed.join(', ')}`;

/** `message` where `condition` holds: for combinations that cannot be. */
export const refuseIf = (condition: boolean, message: string): Check => (condition ? message : undefined);

/** One message for each value that is there more than once. */
export const unique = (field: string, values: readonly string[]): readonly Check[] =>
  [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map(
    (value) => `${field}: ${JSON.stringify(value)} is there twice, expected once`,
  );

const arnPattern = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+$/;
export const isArn = (field: string, value: string | undefined): Check =>
  matches(field, value, arnPattern, 'an ARN (arn:aws:service:region:account:resource)');

export const isPlace = (place: { readonly accountId: string; readonly region: string }): readonly Check[] => [
  matches('place.accountId', place.accountId, /^\d{12}$/, 'an account id of 12 digits'),
  matches('place.region', place.region, /^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-central-1'),
];

/** The only retentions that CloudWatch Logs accepts. */
const logRetentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
export const isLogRetention = (value: number | undefined): Check =>
  oneOf('logRetentionDays', value, logRetentionDays);

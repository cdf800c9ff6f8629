import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { App, TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const testPlace = { accountId: '123456789012', region: 'eu-central-1' } as const;
export const testKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';

type Json = Readonly<Record<string, unknown>>;

/** What a scope synthesises to, as a test asks of it. */
export interface Synthesised {
  /** The arguments of each resource of a type, in the order of their names. */
  all(type: string): readonly Json[];
  /** The arguments of the only resource of a type. @throws where there is none, or several. */
  only(type: string): Json;
  /** The statements of a policy that stands in an attribute of the only resource of a type; Action and Resource as lists. */
  statements(type: string, attribute?: string): readonly Json[];
}

/** Synthesises what `build` makes, in a stack named `test`, with every check run. @throws Error with the checks' messages. */
export function synth(build: (scope: Construct) => void): Synthesised {
  const stack = new TerraformStack(new App({ outdir: join(tmpdir(), 'modules-synth') }), 'test');
  new AwsProvider(stack, 'aws', { region: testPlace.region });
  build(stack);
  const resources = parse(Testing.synth(stack, true))['resource'];
  const all = (type: string): readonly Json[] =>
    Object.values(asJson(asJson(resources)[type])).map((resource) => {
      const { '//': _comment, ...rest } = asJson(resource);
      return rest;
    });
  const only = (type: string): Json => {
    const found = all(type);
    const [first] = found;
    if (first === undefined || found.length > 1)
      throw new Error(`${type}: got ${found.length}, expected one`);
    return first;
  };
  return {
    all,
    only,
    statements: (type, attribute = 'policy') => {
      const list = parse(only(type)[attribute])['Statement'];
      return Array.isArray(list) ? list.map(asJson).map(withLists) : [];
    },
  };
}

/** The messages of the checks that fail, one a line, with the constructs' paths. Empty where none does. */
export function problemsOf(build: (scope: Construct) => void): string {
  try {
    synth(build);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const withLists = (statement: Json): Json => ({
  ...statement,
  ...Object.fromEntries(
    ['Action', 'Resource'].filter((key) => key in statement).map((key) => [key, [statement[key]].flat()]),
  ),
});
const parse = (text: unknown): Json => asJson(JSON.parse(String(text)));
const asJson = (value: unknown): Json =>
  // A JSON object has string keys; anything else reads as empty.
  typeof value === 'object' && value !== null ? (value as Json) : {};

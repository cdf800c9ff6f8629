import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/** Bytes and SDK clients of a bundle that uses these factories, made as the functions' bundles are made. */
async function bundleOf(factories: readonly string[]): Promise<{ kilobytes: number; clients: string[] }> {
  const names = factories.join(', ');
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `import { ${names} } from './functions/adapters/ports.ts'; export default [${names}];`,
      resolveDir: root,
      loader: 'ts',
    },
    alias: { '@aws-sdk/credential-provider-node': path.join(import.meta.dirname, 'lambda-credentials.ts') },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    write: false,
    metafile: true,
    outdir: 'out',
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const clients = inputs.flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (/@aws-sdk\/client-([a-z0-9-]+)/.exec(file)?.[1] ?? []) : [],
  );
  const bytes = outputFiles.reduce((sum, { contents }) => sum + contents.byteLength, 0);
  return { kilobytes: bytes / 1000, clients: [...new Set(clients)].toSorted() };
}

test.each([
  [['dynamoRecords'], ['dynamodb'], 250],
  [['s3Objects'], ['s3'], 380],
  [['sfnStateMachine', 'eventBridgeBus'], ['eventbridge', 'sfn'], 260],
  [['sagemakerPipelineRunner'], ['sagemaker'], 220],
  [['systemClock', 'ulidIds', 'powertoolsMetrics', 's3ObjectReader'], [], 60],
  // What predict uses: 450 KB are its limit with the edge and the scorer, which take about 110.
  [
    [
      'dynamoRecords',
      's3ObjectReader',
      'snsNotifier',
      'secretPseudonymizer',
      'powertoolsMetrics',
      'eventBridgeBus',
    ],
    ['dynamodb', 'eventbridge', 'secrets-manager', 'sns'],
    340,
  ],
])('%j holds the clients %j and is at most %i KB', async (factories, clients, limit) => {
  const bundle = await bundleOf(factories);
  expect(bundle.clients).toEqual(clients);
  expect(bundle.kilobytes).toBeLessThanOrEqual(limit);
});

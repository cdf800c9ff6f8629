import path from 'node:path';
import { type Bundle, bundleFunctions } from '../../modules/lambda-bundle/bundle.ts';
import { defaultUseCase, useCases } from '../../usecases/index.ts';
import { contracts } from './contracts.ts';

const root = path.join(import.meta.dirname, '../..');

/** By the function's name. */
export type Bundles = ReadonlyMap<string, Bundle>;

/**
 * The use cases as data: they were parsed when they were loaded here, and a wrong one ends the synthesis. Parsing them
 * again, with all the schemas that it takes, was an eighth of each function's cold start.
 */
const parsedUseCases = `import { catalogOf } from '../domain/usecase/catalog.ts';
export const useCases = catalogOf(${JSON.stringify(useCases.names.map((name) => useCases.get(name)))});
export const defaultUseCase = ${JSON.stringify(defaultUseCase)};
`;

/** The code of every function, from the cache where nothing of it changed. */
export async function bundleAll(outDir?: string): Promise<Bundles> {
  const bundles = await bundleFunctions(
    contracts.map(({ name }) => ({ name, entryPath: path.join(root, 'functions', name, 'lambda.ts') })),
    {
      rootDir: root,
      // Lambda gives keys by environment variables: the SDK's other ways to find them are half of a small bundle.
      aliases: {
        '@aws-sdk/credential-provider-node': path.join(root, 'functions/adapters/lambda-credentials.ts'),
      },
      prepared: { [path.join(root, 'usecases/index.ts')]: parsedUseCases },
      ...(outDir === undefined ? {} : { outDir }),
    },
  );
  return new Map(bundles.map((bundle) => [bundle.name, bundle]));
}

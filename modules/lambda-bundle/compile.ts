import { build, type BuildOptions, type Plugin, version } from 'esbuild';

/** Changes with anything that could change the output for the same sources. */
export const compilerId = `esbuild ${version}, layout 4`;

/**
 * An ES import of node:http reads everything that it exports, fetch among it, and so loads undici: 25 ms of a cold start for
 * the one table that middy takes from there. `require` reads only what is asked for.
 */
const statusCodes: Plugin = {
  name: 'status-codes',
  setup(builder) {
    builder.onResolve({ filter: /^node:http$/ }, ({ importer }) =>
      /[\\/]@middy[\\/]util[\\/]/.test(importer)
        ? { path: 'status-codes', namespace: 'status-codes' }
        : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'status-codes' }, () => ({
      contents: `import { createRequire } from 'node:module';
export const { STATUS_CODES } = createRequire(import.meta.url)('node:http');`,
    }));
  },
};

/**
 * What pino and its writer load and no function uses: transports and the workers that they run in, and node:assert. Together
 * 13 KB and 3 ms of a cold start.
 */
const pinoOnLambda: Plugin = {
  name: 'pino-on-lambda',
  setup(builder) {
    const instead: Readonly<Record<string, string>> = {
      transport: `module.exports = () => { throw new Error('pino: there are no transports in a function') }`,
      worker_threads: 'module.exports = { isMainThread: true }',
      assert: 'module.exports = (holds, message) => { if (!holds) throw new Error(message) }',
    };
    builder.onResolve({ filter: /(^|\/)(transport|worker_threads|assert)$/ }, ({ path, importer }) =>
      /[\\/]node_modules[\\/](pino|sonic-boom)[\\/]/.test(importer)
        ? { path: path.split('/').at(-1) ?? path, namespace: 'pino-on-lambda' }
        : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'pino-on-lambda' }, ({ path }) => ({
      contents: instead[path] ?? '',
    }));
  },
};

/** Files whose text is made when the bundle is: what they would work out at each start is worked out once. */
const madeBefore = (prepared: Prepared): Plugin => ({
  name: 'made-before',
  setup(builder) {
    builder.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const contents = prepared[path];
      return contents === undefined ? undefined : { contents, loader: 'ts' };
    });
  },
});

const options = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  // ES modules before CommonJS: only those can be cut down to what is used.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  write: false,
  metafile: true,
  logLevel: 'silent',
} satisfies BuildOptions;

/** Packages that are taken from elsewhere: the package's name to an absolute path. */
export type Aliases = Readonly<Record<string, string>>;

/** Source text by the absolute path of the file that it takes the place of. */
export type Prepared = Readonly<Record<string, string>>;

export interface Compiled {
  readonly code: string;
  /** The files that went in, relative to `rootDir`. */
  readonly inputs: readonly string[];
}

/**
 * One entry file with all that it imports, as one ES module.
 * @throws esbuild's BuildFailure, whose message names the file and line.
 */
export async function compile(
  entryPath: string,
  rootDir: string,
  { aliases = {}, prepared = {} }: { readonly aliases?: Aliases; readonly prepared?: Prepared } = {},
): Promise<Compiled> {
  const result = await build({
    ...options,
    plugins: [statusCodes, pinoOnLambda, madeBefore(prepared)],
    alias: { ...aliases },
    entryPoints: [entryPath],
    absWorkingDir: rootDir,
  });
  const text = result.outputFiles[0]?.text ?? '';
  return { code: withRequire(text), inputs: Object.keys(result.metafile.inputs).sort() };
}

/**
 * A CommonJS package inside an ES module calls `require` for Node's own modules, which does not exist there: esbuild then
 * leaves a function that throws 'Dynamic require of …', and finds the real one if there is one.
 */
const withRequire = (code: string): string =>
  code.includes('Dynamic require of ')
    ? `import{createRequire as $createRequire}from'node:module';const require=$createRequire(import.meta.url);\n${code}`
    : code;

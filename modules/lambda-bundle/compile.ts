import { build, type BuildOptions, version } from 'esbuild';

/** Changes with anything that could change the output for the same sources. */
export const compilerId = `esbuild ${version}, layout 2`;

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

export interface Compiled {
  readonly code: string;
  /** The files that went in, relative to `rootDir`. */
  readonly inputs: readonly string[];
}

/**
 * One entry file with all that it imports, as one ES module.
 * @throws esbuild's BuildFailure, whose message names the file and line.
 */
export async function compile(entryPath: string, rootDir: string, aliases: Aliases = {}): Promise<Compiled> {
  const result = await build({
    ...options,
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

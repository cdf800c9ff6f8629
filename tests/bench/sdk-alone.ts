import { build, type BuildOptions } from 'esbuild';

/** AWS clients and commands that end up in a bundle: by package, the names that its code takes from there. */
type UsedSdk = ReadonlyMap<string, readonly string[]>;

const options = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  mainFields: ['module', 'main'],
  write: false,
  logLevel: 'error',
} satisfies BuildOptions;
type Aliases = Readonly<Record<string, string>>;

/** What of the SDK is in the bundle of an entry file, and how much of the bundle it is. */
export async function sdkOf(
  entryPath: string,
  rootDir: string,
  aliases: Aliases,
): Promise<{ readonly used: UsedSdk; readonly sdkBytes: number }> {
  const { metafile } = await build({
    ...options,
    alias: { ...aliases },
    entryPoints: [entryPath],
    absWorkingDir: rootDir,
    metafile: true,
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const used = new Map<string, string[]>();
  let sdkBytes = 0;
  for (const [file, { bytesInOutput }] of inputs) {
    if (/node_modules\/(@aws-sdk|@smithy|@aws-crypto)\//.test(file)) sdkBytes += bytesInOutput;
    const [, sdkPackage = '', name = ''] =
      /node_modules\/(@aws-sdk\/client-[a-z0-9-]+)\/dist-es\/(?:commands\/)?(\w+(?:Client|Command))\.js$/.exec(
        file,
      ) ?? [];
    if (bytesInOutput > 0 && name !== '') used.set(sdkPackage, [...(used.get(sdkPackage) ?? []), name]);
  }
  return { used, sdkBytes };
}

/** A bundle of these clients and commands and nothing else, made as the functions' bundles are made. */
export async function sdkAlone(used: UsedSdk, rootDir: string, aliases: Aliases): Promise<string> {
  const names = [...used].map(([, exported]) => exported);
  const imports = [...used].map(([from, exported]) => `import { ${exported.join(', ')} } from '${from}';`);
  const result = await build({
    ...options,
    alias: { ...aliases },
    stdin: {
      contents: `${imports.join('\n')}\nconst used = [${names.flat().join(', ')}];\nexport const handler = () => used;`,
      resolveDir: rootDir,
    },
  });
  return result.outputFiles[0]?.text ?? '';
}

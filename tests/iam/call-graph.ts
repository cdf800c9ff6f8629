import path from 'node:path';
import ts from 'typescript';
import { Walk, type Reach } from './walk.ts';

export interface CallGraph {
  /** @param file path from the root of the project. @throws Error where the program has no such file. */
  readonly from: (file: string) => Reach;
}

/** What a program takes long to read and calls nothing of ours: its values are `any` here. */
const leftOut = /^(@aws-sdk|@smithy|@aws-lambda-powertools|@middy)\/|^(pino|csv-parse)(\/|$)/;

/** Reads the sources once (3 s for all functions) and walks from one entry point at a time. */
export function callGraphOf(root: string, entries: readonly string[]): CallGraph {
  const options = optionsOf(root);
  const host = ts.createCompilerHost(options);
  const cache = ts.createModuleResolutionCache(root, (name) => name, options);
  host.resolveModuleNameLiterals = (literals, file) =>
    literals.map(({ text }) =>
      leftOut.test(text)
        ? { resolvedModule: undefined }
        : ts.resolveModuleName(text, file, options, host, cache),
    );
  const program = ts.createProgram(
    entries.map((entry) => path.join(root, entry)),
    options,
    host,
  );
  return {
    from: (file) => {
      const source = program.getSourceFile(path.join(root, file));
      if (!source) throw new Error(`${file}: got no such file in the program, expected one of its sources`);
      return new Walk(program.getTypeChecker(), source).reach();
    },
  };
}

function optionsOf(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    readonly config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root);
  const { tsBuildInfoFile: _written, ...rest } = options;
  return { ...rest, incremental: false };
}

/**
 * `npm run image:bundle [-- NAME...]`: the folders that the images of the Node programs are built from,
 * dist/containers/<name>: the program as one file, the Dockerfile, and for native packages a package.json with the very
 * versions and hashes of the project's lock file.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';

const here = import.meta.dirname;
const root = path.resolve(here, '../..');

/** Packages with binaries, which no bundle can hold, by image. */
const images: Readonly<Record<string, readonly string[]>> = {
  'tabular-inference': [],
  drift: ['@duckdb/node-api'],
};

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.optional(z.string()),
      dependencies: z.optional(z.record(z.string(), z.string())),
      optionalDependencies: z.optional(z.record(z.string(), z.string())),
      dev: z.optional(z.boolean()),
    }),
  ),
});
type Locked = z.output<typeof lockSchema>['packages'];

/** @returns where the image's folder is. */
export async function bundleImage(name: string, into = path.join(root, 'dist/containers')): Promise<string> {
  const native = images[name];
  if (!native) throw new Error(`image: got ${name}, expected one of ${Object.keys(images).join(', ')}`);
  const target = path.join(into, name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  await build({
    entryPoints: [path.join(here, name, 'main.ts')],
    outfile: path.join(target, 'main.js'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    external: native.map((one) => `${one.split('/', 1)[0] ?? one}/*`),
    logLevel: 'error',
    // Packages in CommonJS call `require` for Node's own modules, which an ES module does not have.
    banner: {
      js: "import{createRequire as $createRequire}from'node:module';const require=$createRequire(import.meta.url);",
    },
  });
  copyFileSync(path.join(here, name, 'Dockerfile'), path.join(target, 'Dockerfile'));
  writePackages(target, name, native);
  return target;
}

/** package.json, and for native packages the part of the project's lock file that is about them. */
function writePackages(target: string, name: string, native: readonly string[]): void {
  const lock: unknown = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const { packages } = parseWith(lockSchema, lock, 'package-lock.json');
  const dependencies = Object.fromEntries(
    native.map((one) => [one, packages[`node_modules/${one}`]?.version]),
  );
  const manifest = {
    name: `modelkeep-${name}`,
    version: '0.0.0',
    private: true,
    type: 'module',
    dependencies,
  };
  const json = (file: string, value: unknown): void => {
    writeFileSync(path.join(target, file), `${JSON.stringify(value, null, 2)}\n`);
  };
  json('package.json', manifest);
  if (native.length === 0) return;
  const { type: _, ...first } = manifest;
  json('package-lock.json', {
    name: manifest.name,
    version: manifest.version,
    lockfileVersion: 3,
    requires: true,
    packages: { '': first, ...neededBy(native, packages) },
  });
}

/** Entries of these packages and of all that they need, each hoisted to the top as npm does where versions agree. */
function neededBy(names: readonly string[], packages: Locked): Locked {
  const found: Locked = {};
  const waiting = [...names];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const place = `node_modules/${next}`;
    const entry = packages[place];
    if (!entry || place in found) continue;
    const { dev: _, ...kept } = entry;
    found[place] = kept;
    waiting.push(...Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }));
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (process.argv[1] === import.meta.filename) {
  const asked = process.argv.slice(2);
  for (const name of asked.length > 0 ? asked : Object.keys(images))
    process.stdout.write(`${path.relative(root, await bundleImage(name))}\n`);
}

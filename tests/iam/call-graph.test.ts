import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callGraphOf } from './call-graph.ts';
import type { Reach } from './walk.ts';

/** A port, two adapters of it, and logic between them. */
const sources = {
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "module": "ESNext", "moduleResolution": "bundler", "allowImportingTsExtensions": true, "noEmit": true, "target": "ES2024", "lib": ["ES2024"], "types": [] } }',
  'domain/ports.ts': `
    export interface Store { get(key: string): string; put(key: string): void; drop(key: string): void }
    export interface Sender { send(text: string): void; stop(): void }`,
  'adapters.ts': `
    import { GetThing, GetThingCommand, PutThingCommand as Put, DropThingCommand, SendCommand, StopCommand } from '@aws-sdk/client-thing';
    import type { Sender, Store } from './domain/ports.ts';
    export class Things implements Store {
      readonly #kind = new GetThing();
      get(key: string) { return this.#ask(key); }
      put(key: string) { new Put(key); }
      drop(key: string) { new DropThingCommand(key); }
      #ask(key: string): string { return String(new GetThingCommand(key)); }
    }
    export class Reader implements Pick<Store, 'get'> { get(key: string) { return String(new GetThingCommand(key)); } }
    export const things = (): Store => new Things();
    export const sender = (): Sender => ({ send(text) { new SendCommand(text); }, stop: () => { new StopCommand(); } });`,
  'logic.ts': `
    import type { Sender, Store } from './domain/ports.ts';
    export const read = (ports: { store: Pick<Store, 'get'> }, keys: string[]) => keys.map((key) => ports.store.get(key));
    export function take({ store: { put } }: { store: Store }) { put('x'); return { op: 'put', key: 'x' }; }
    export const later = (sender: Sender | undefined) => ({ run: () => sender?.send('x') });
    export const unused = (store: Store) => { store.drop('x'); return { op: 'delete' }; };`,
  'reads.ts': `
    import { things } from './adapters.ts'; import { read } from './logic.ts';
    export const handler = () => read({ store: things() }, []);`,
  'reads-little.ts': `
    import { Reader } from './adapters.ts'; import { read } from './logic.ts';
    export const handler = () => read({ store: new Reader() }, []);`,
  'takes.ts': `
    import { things } from './adapters.ts'; import * as logic from './logic.ts';
    const store = things();
    export const handler = () => logic.take({ store });`,
  'sends.ts': `
    import { sender } from './adapters.ts'; import { later as soon } from './logic.ts';
    export const handler = soon(sender()).run;`,
  'names-types.ts': `
    import type { Things } from './adapters.ts'; import { type Store } from './domain/ports.ts';
    export const handler = (store: Store, things: Things): typeof store => things;`,
} as const;

let root: string;
let reach: (file: keyof typeof sources) => {
  readonly commands: readonly string[];
  readonly writes: readonly string[];
};
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'call-graph-'));
  await mkdir(path.join(root, 'domain'));
  for (const [file, text] of Object.entries(sources)) await writeFile(path.join(root, file), text);
  const graph = callGraphOf(
    root,
    Object.keys(sources).filter((file) => file.endsWith('s.ts') || file.endsWith('little.ts')),
  );
  reach = (file) => {
    const { commands, writes }: Reach = graph.from(file);
    return { commands: [...commands].sort(), writes: [...writes].sort() };
  };
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

test('a method that reached code calls on a port is reached in the class behind it, and no other of that class', () => {
  expect(reach('reads.ts')).toEqual({ commands: ['GetThingCommand'], writes: [] });
});

test('a class is reached through a part of its port', () => {
  expect(reach('reads-little.ts').commands).toEqual(['GetThingCommand']);
});

test('a method taken out of its object is reached, under its own name, through a namespace; so is what is asked to be written', () => {
  expect(reach('takes.ts')).toEqual({ commands: ['PutThingCommand'], writes: ['put'] });
});

test('an object that stands for a port is reached like a class, through a closure and another name', () => {
  expect(reach('sends.ts').commands).toEqual(['SendCommand']);
});

test('types alone reach nothing', () => {
  expect(reach('names-types.ts')).toEqual({ commands: [], writes: [] });
});

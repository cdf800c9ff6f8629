import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { runbookSections } from '../../stacks/monitoring/runbook.ts';
import { modelkeep } from '../support/modelkeep.ts';

const root = path.join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`),
]
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(path.join(root, name), 'utf8') }));
const page = (name: string): string => pages.find((one) => one.name === name)?.text ?? '';

/** As GitHub makes anchors of headings. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
const sectionsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((section) => [anchorsOf(`## ${section}`)[0] ?? '', section]),
  );
/** Lines of shell, where a line that ends with a backslash goes on. */
const commands = pages.flatMap(({ name, text }) =>
  [...text.matchAll(/^ *```(?:sh|bash)?\n([\s\S]*?)^ *```/gm)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => ({ name, line: line.trim() })),
);

describe('the runbook', () => {
  const sections = sectionsOf(page('docs/runbook.md'));

  test('has the section that each alarm links to, and no alarm without one', () => {
    for (const anchor of Object.values(runbookSections)) expect([...sections.keys()]).toContain(anchor);
    const others = [...sections.keys()].filter(
      (anchor) => !Object.values<string>(runbookSections).includes(anchor),
    );
    expect(others).toEqual(['asking-a-function']);
  });

  test.each(Object.values(runbookSections))(
    '%s: description, investigation, resolution, a command',
    (anchor) => {
      const section = sections.get(anchor) ?? '';
      expect([...section.matchAll(/^### (.+)$/gm)].map(([, title]) => title)).toEqual([
        'Description',
        'Investigation',
        'Resolution',
      ]);
      expect(section).toMatch(/^\s*(aws|ask|npx modelkeep) /m);
    },
  );

  test('what `ask` sends is what the HTTP edge reads', async () => {
    const script = /^ask\(\) \{$[\s\S]*?^\}$/m.exec(page('docs/runbook.md'))?.[0] ?? '';
    const folder = await mkdtemp(path.join(tmpdir(), 'runbook-'));
    try {
      // Keeps the event and answers into the last argument, as the AWS CLI does.
      const aws = [
        '#!/bin/sh',
        'for one; do case $one in fileb://*) cat "${one#fileb://}" > "$SENT";; esac; answer=$one; done',
        `printf '{"statusCode":200,"body":"well"}' > "$answer"`,
      ];
      await writeFile(path.join(folder, 'aws'), `${aws.join('\n')}\n`, { mode: 0o755 });
      const call = `ask decide-approval "POST /models/{version}/reject" '{"version":"2"}' '{"reason":"5 % \\\\ \\"too low\\""}'`;
      const sent = path.join(folder, 'sent.json');
      const { stdout } = await promisify(execFile)(
        'bash',
        ['-euc', `${script}\nWHO=dr.a@example.org BASE=modelkeep-dev\n${call}`],
        { env: { ...process.env, SENT: sent, PATH: `${folder}:${process.env['PATH'] ?? ''}` } },
      );
      expect(stdout).toBe('200 well\n');
      const event = JSON.parse(await readFile(sent, 'utf8')) as { readonly body: string };
      expect(event).toMatchObject({
        routeKey: 'POST /models/{version}/reject',
        pathParameters: { version: '2' },
        isBase64Encoded: true,
        requestContext: {
          http: { method: 'POST' },
          authorizer: {
            jwt: { claims: { email: 'dr.a@example.org', scope: 'reader clinician approver admin' } },
          },
        },
      });
      expect(JSON.parse(Buffer.from(event.body, 'base64').toString())).toEqual({
        reason: '5 % \\ "too low"',
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('what the documents say exists', () => {
  const text = (pattern: RegExp) =>
    pages.flatMap(({ name, text: whole }) =>
      [...whole.matchAll(pattern)].map(([, found = '']) => ({ name, found })),
    );

  test('scripts of npm', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      scripts: object;
    };
    const said = text(/npm run (?:-s )?([a-z][\w:]*)/g);
    expect(said.length).toBeGreaterThan(10);
    expect(said.filter(({ found }) => !(found in scripts))).toEqual([]);
  });

  test('commands of modelkeep, and their options', async () => {
    const used = new Map<string, Set<string>>();
    for (const { line } of commands) {
      for (const [, command = '', rest = ''] of line.matchAll(
        /npx modelkeep ((?:plan |recover )?[a-z-]+)((?:(?!;|&&|\||#|\$\(|\)).)*)/g,
      )) {
        const options = used.get(command) ?? new Set<string>();
        for (const [option] of rest.matchAll(/(?<= )--[a-z-]+/g)) options.add(option);
        used.set(command, options);
      }
    }
    for (const { found } of text(/`modelkeep ((?:plan |recover )?[a-z-]+)/g))
      if (!used.has(found)) used.set(found, new Set());
    expect(used.size).toBeGreaterThan(8);
    for (const [command, options] of used) {
      const { exitCode, stdout } = await modelkeep([...command.split(' '), '--help']);
      expect({ command, exitCode }).toEqual({ command, exitCode: 0 });
      for (const option of options) expect(`${command} ${stdout}`).toContain(option);
    }
  }, 60_000);

  test('files and sections that links and paths name', () => {
    const broken = pages.flatMap(({ name, text: whole }) =>
      [...whole.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^https?:/.test(target))
        .filter((target) => {
          const [file = '', anchor] = target.split('#');
          const linked = file === '' ? name : path.posix.join(path.posix.dirname(name), file);
          if (!existsSync(path.join(root, linked))) return true;
          return anchor !== undefined && !anchorsOf(page(linked)).includes(anchor);
        })
        .map((target) => `${name}: ${target}`),
    );
    expect(broken).toEqual([]);
    const missing = text(
      /`((?:stacks|cli|functions|modules|domain|usecases|tests|docs|pipelines|local)\/[\w./-]+)`/g,
    )
      .filter(({ found }) => !existsSync(path.join(root, found)))
      .map(({ name, found }) => `${name}: ${found}`);
    expect(missing).toEqual([]);
  });
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { judgeAudit, NotAudited, npmAdvisories, pythonAdvisories } from '../../.github/scripts/audit.ts';
import { driftText } from '../../.github/scripts/drift.ts';
import { type GitHub, closeIssue, gitHubOf, writeComment, writeIssue } from '../../.github/scripts/github.ts';
import { reachOf } from '../../.github/scripts/reach.ts';
import { changesOf } from '../../.github/scripts/release-notes.ts';

interface Entry {
  id: number;
  number: number;
  body: string;
  user: { type: string };
}
let entries: Entry[];
let calls: string[];
let server: Server;
let gitHub: GitHub;

/** As much of GitHub as is called: entries are listed by pages, made and changed. */
beforeEach(async () => {
  entries = [];
  calls = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://localhost');
      calls.push(`${request.method ?? ''} ${url.pathname}`);
      if (request.headers.authorization !== 'Bearer token') response.statusCode = 403;
      if (request.method === 'GET') {
        const page = Number(url.searchParams.get('page'));
        response.end(JSON.stringify(entries.slice((page - 1) * 100, page * 100)));
        return;
      }
      const { body, ...more } = JSON.parse(text) as { body: string };
      const id = Number(url.pathname.split('/').at(-1));
      const entry = entries.find((one) => one.id === id);
      if (entry === undefined)
        entries.push({
          id: entries.length + 1000,
          number: entries.length + 1000,
          body,
          user: { type: 'Bot' },
        });
      else Object.assign(entry, { ...more, body });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  gitHub = { apiUrl: `http://127.0.0.1:${port}`, repository: 'hospital/modelkeep', token: 'token' };
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

test('a second review takes the place of the first, behind a hundred comments and a quoted marker', async () => {
  entries = Array.from({ length: 120 }, (_, id) => ({
    id,
    number: id,
    body: '<!-- modelkeep:plan -->\nquoted',
    user: { type: 'User' },
  }));
  expect(await writeComment(gitHub, 7, 'plan', 'first')).toBe('created');
  expect(await writeComment(gitHub, 7, 'plan', 'second')).toBe('updated');
  expect(entries).toHaveLength(121);
  expect(entries.at(-1)?.body).toBe('<!-- modelkeep:plan -->\nsecond');
  expect(calls.at(-1)).toBe('PATCH /repos/hospital/modelkeep/issues/comments/1120');
});

test('there is one open issue about drift', async () => {
  expect(await writeIssue(gitHub, 'infrastructure-drift', 'title', 'a')).toBe('created');
  expect(await writeIssue(gitHub, 'infrastructure-drift', 'title', 'b')).toBe('updated');
  expect(entries.map(({ body }) => body)).toEqual(['<!-- modelkeep:infrastructure-drift -->\nb']);
});

test('the issue is closed when nothing differs any more, once', async () => {
  expect(await closeIssue(gitHub, 'infrastructure-drift', 'gone')).toBe('nothing to close');
  await writeIssue(gitHub, 'infrastructure-drift', 'title', 'a');
  expect(await closeIssue(gitHub, 'infrastructure-drift', 'gone')).toBe('closed');
  expect(entries[0]).toMatchObject({ body: expect.stringContaining('gone'), state: 'closed' });
});

test('a long text is shortened to what GitHub takes', async () => {
  await writeComment(gitHub, 7, 'plan', 'x'.repeat(100_000));
  expect(entries[0]?.body.length).toBeLessThan(65_536);
});

test('a refusal names the call and holds no token', async () => {
  await expect(writeComment({ ...gitHub, token: 'hidden' }, 7, 'plan', 'x')).rejects.toThrow(
    /^GET issues\/7\/comments\S+: got 403, expected success; (?!.*hidden)/,
  );
  expect(() => gitHubOf({})).toThrow('GITHUB_REPOSITORY: got nothing');
});

const advisory = (severity: string) => ({
  auditReportVersion: 2,
  vulnerabilities: {
    pack: { via: ['other', { url: 'https://github.com/advisories/GHSA-1', title: 'hole', severity }] },
  },
});

const judged = (severity: string, waivers: string) => judgeAudit(npmAdvisories(advisory(severity)), waivers);

test('high advisories fail, lesser ones do not, waivers cover and must be needed', () => {
  expect(judged('moderate', '')).toEqual([]);
  expect(judged('critical', '# none\n')).toEqual([
    'pack: critical: hole (https://github.com/advisories/GHSA-1)',
  ]);
  expect(judged('high', 'GHSA-1 not reached from our code')).toEqual([]);
  expect(judged('high', 'GHSA-1')).toEqual(['waiver GHSA-1: got no reason, expected one']);
  expect(judged('low', 'GHSA-2 why')).toEqual(['waiver GHSA-2: covers nothing; remove its line']);
});

test('advisories of the images count too, and an audit that was not made is no pass', () => {
  const dependency = {
    name: 'pack',
    version: '1.0',
    vulns: [{ id: 'PYSEC-1', aliases: ['CVE-1'], fix_versions: [] }],
  };
  expect(pythonAdvisories({ dependencies: [dependency] }, 'a.lock')).toEqual([
    { id: 'PYSEC-1', words: 'pack 1.0: PYSEC-1, CVE-1 (https://osv.dev/PYSEC-1)' },
  ]);
  const skipped = { name: 'pack', skip_reason: 'not found on PyPI' };
  expect(() => pythonAdvisories({ dependencies: [dependency, skipped] }, 'a.lock')).toThrow(
    'a.lock: no advisories were to be had for 1 of 2 packages (not found on PyPI)',
  );
  expect(() => npmAdvisories({ message: '405 Method Not Allowed' })).toThrow(NotAudited);
  expect(() => npmAdvisories({})).toThrow('npm audit');
});

test('drift is told by stack and resource, without a value', () => {
  expect(driftText('dev', new Map([['dev-foundation', {}]]))).toBeUndefined();
  const digest = { 'aws_s3_bucket.raw': 'delete+create 0123' };
  expect(driftText('dev', new Map([['dev-foundation', digest]]))).toBe(
    '## dev\n\n- `dev-foundation`: `aws_s3_bucket.raw`: delete, then create\n',
  );
});

test('a release has its part of the changelog', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n\n- c\n\n## 1.1.0 (2026-11-24)\n\n- b\n\n## 1.0.0\n\n- a\n';
  expect(changesOf(changelog, '1.1.0')).toBe('- b');
  expect(() => changesOf(changelog, '2.0.0')).toThrow('no section 2.0.0');
});

test('a review reaches as far as whole phases were planned', () => {
  const ids = ['dev-bootstrap', 'dev-foundation', 'dev-serving-a', 'dev-serving-b', 'dev-monitoring-a'];
  const reach = (...planned: readonly string[]) => reachOf('dev', ids, new Set(planned));
  expect(reach('dev-bootstrap')).toEqual({
    until: 'bootstrap',
    complete: false,
    beforeImages: 'bootstrap',
    afterImages: undefined,
  });
  // The second serving stack has no plan: none of its phase is deployed, and none after it.
  expect(reach('dev-bootstrap', 'dev-foundation', 'dev-serving-a', 'dev-monitoring-a')).toMatchObject({
    until: 'foundation',
    complete: false,
    afterImages: undefined,
  });
  expect(reach(...ids)).toEqual({
    until: 'monitoring',
    complete: true,
    beforeImages: 'foundation',
    afterImages: 'serving',
  });
  expect(() => reach('dev-foundation')).toThrow('dev: got no plan of its first phase');
});

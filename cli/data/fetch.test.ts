import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { zip } from '../../tests/support/zip.ts';
import { fetchData } from './fetch.ts';
import type { Source } from './sources.ts';
import { unzip } from './unzip.ts';

const table = Buffer.from(`a,b\n${'1,2\n'.repeat(20_000)}`);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let server: Server;
let base: string;
let folder: string;
let said: string[];
/** What the server does with a request. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'modelkeep-data-'));
  said = [];
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** Calls back once the client has kept something: what is still on its way when a connection breaks is lost. */
const onceWritten = (then: () => void): void => {
  const watch = setInterval(() => {
    if (!existsSync(file('table.csv.part')) || statSync(file('table.csv.part')).size === 0) return;
    clearInterval(watch);
    then();
  }, 2);
};

/** As a file server: whole, or from where it was asked to, while the file is the same one. */
const serve =
  (bytes: Buffer, etag: string, cutAfter = Infinity) =>
  (request: IncomingMessage, response: ServerResponse) => {
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const from = asked && request.headers['if-range'] === etag ? Number(asked[1]) : 0;
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from, etag });
    if (cutAfter === Infinity) response.end(bytes.subarray(from));
    else
      response.write(bytes.subarray(from, from + cutAfter), () => onceWritten(() => response.socket?.end()));
  };

const source = (change: Partial<Source> = {}): Record<string, Source> => ({
  spots: {
    folder,
    attribution: 'Somebody, CC BY 4.0',
    files: [{ name: 'table.csv', url: `${base}/t` }],
    ...change,
  },
});
const run = (from = source(), mirror?: string) =>
  fetchData({
    useCase: 'spots',
    from,
    ...(mirror === undefined ? {} : { mirror }),
    say: (line) => said.push(line),
  });
const file = (name = 'table.csv') => path.join(folder, name);

describe('modelkeep data fetch', () => {
  test('downloads once, names who published it, notes the checksum', async () => {
    let asked = 0;
    answer = (...given) => {
      asked += 1;
      serve(table, '"1"')(...given);
    };
    await run();
    await run();
    expect(asked).toBe(1);
    expect(readFileSync(file())).toEqual(table);
    expect(said[0]).toBe('Somebody, CC BY 4.0');
    expect(said.join('\n')).toMatch(/no checksum is published: noted[^]*table.csv: is there/);
    expect(readFileSync(file('.fetched.json'), 'utf8')).toContain(sha256(table));
  });

  test('goes on where it was cut short', async () => {
    answer = serve(table, '"1"', 30_000);
    await expect(run()).rejects.toThrow(
      /table.csv: the download was cut short after \d+ bytes.*run it again/,
    );
    expect(existsSync(file())).toBe(false);
    answer = serve(table, '"1"');
    await run();
    expect(readFileSync(file())).toEqual(table);
    expect(said.join('\n')).toMatch(/gone on with from byte [1-9]/);
    expect(existsSync(file('table.csv.part'))).toBe(false);
  });

  test('begins anew where the file has changed meanwhile', async () => {
    answer = serve(Buffer.from('x'.repeat(table.length)), '"1"', 30_000);
    await expect(run()).rejects.toThrow('cut short');
    answer = serve(table, '"2"');
    await run();
    expect(readFileSync(file())).toEqual(table);
    expect(said.join('\n')).not.toContain('gone on with');
  });

  test('begins anew where more lies there than the file has', async () => {
    writeFileSync(file('table.csv.part'), 'x'.repeat(2 * table.length));
    writeFileSync(file('table.csv.part-tag'), '"1"');
    answer = (request, response) => {
      if (request.headers.range === undefined) {
        serve(table, '"1"')(request, response);
        return;
      }
      response.writeHead(416).end();
    };
    await run();
    expect(readFileSync(file())).toEqual(table);
  });

  test.each([
    [
      'a wrong checksum',
      { checksum: { algorithm: 'sha256', hex: '0'.repeat(64) } },
      /got sha256 .*, expected 0{64}; it was thrown away/,
    ],
    ['a wrong size', { bytes: 7 }, /got 80004 bytes, expected 7/],
  ] as const)('%s leaves nothing', async (_, change, message) => {
    answer = serve(table, '"1"');
    const files = [{ name: 'table.csv', url: `${base}/t`, ...change }];
    await expect(run(source({ files }))).rejects.toThrow(message);
    expect(existsSync(file())).toBe(false);
    expect(existsSync(file('table.csv.part'))).toBe(false);
  });

  test('what was noted at the first use holds for the next', async () => {
    answer = serve(table, '"1"');
    await run();
    rmSync(file());
    answer = serve(Buffer.from('other'), '"2"');
    await expect(run()).rejects.toThrow(`expected ${sha256(table)}`);
  });

  test.each([
    [404, 'got status 404, expected the file table.csv'],
    [503, 'got status 503'],
  ])('status %i is told', async (status, message) => {
    answer = (_, response) => response.writeHead(status).end('no');
    await expect(run()).rejects.toThrow(message);
  });

  test('offline it says what to do', async () => {
    const closed = base;
    await new Promise((resolve) => server.close(resolve));
    const files = [{ name: 'table.csv', url: `${closed}/t` }];
    await expect(run(source({ files }))).rejects.toThrow(
      /127.0.0.1:\d+: got no answer \(ECONNREFUSED\), expected table.csv; connect to the network, give a mirror by --mirror, or download http:\/\/127.0.0.1:\d+\/t by hand/,
    );
    const dataverse = { dataverse: closed, persistentId: 'doi:1/2', take: { T: 't.csv' } };
    await expect(run(source({ files: dataverse }))).rejects.toThrow(
      /got no answer .* expected the list of files of doi:1\/2; connect/,
    );
  });

  test('an archive is unpacked by its last names, checked, and goes', async () => {
    const packed = zip({ '../../etc/table.csv': table, 'readme.txt': Buffer.from('no') });
    answer = serve(packed, '"1"');
    const from = source({
      files: [{ name: 'all.zip', url: `${base}/z` }],
      unpack: { entries: /table\.csv$/, into: 'inside' },
    });
    await run(from);
    await run(from);
    expect(readFileSync(file('inside/table.csv'))).toEqual(table);
    expect(existsSync(file('inside/readme.txt'))).toBe(false);
    expect(existsSync(file('all.zip'))).toBe(false);
    expect(said).toContain('all.zip: is there');
  });

  test('a Dataverse states the checksums; a table is asked for as it was', async () => {
    const md5 = createHash('md5').update(table).digest('hex');
    const asked: string[] = [];
    const listed = (value: string) => [
      {
        label: 'META.tab',
        dataFile: {
          id: 1,
          filesize: 3,
          originalFileSize: table.length,
          checksum: { type: 'MD5', value: 'x' },
        },
      },
      { label: 'other.txt', dataFile: { id: 2 } },
      { label: 'IMAGES.bin', dataFile: { id: 3, filesize: table.length, checksum: { type: 'MD5', value } } },
    ];
    const dataverse = (value: string) => {
      answer = (request, response) => {
        asked.push(request.url ?? '');
        if (request.url?.startsWith('/api/access/')) {
          serve(table, '"1"')(request, response);
          return;
        }
        response.end(JSON.stringify({ status: 'OK', data: listed(value) }));
      };
    };
    const take = { META: 'm.csv', IMAGES: 'i.bin' };
    const from = source({ files: { dataverse: base, persistentId: 'doi:1/2', take } });
    dataverse('0'.repeat(32));
    await expect(run(from)).rejects.toThrow(/i.bin: got md5 .*, expected 0{32}/);
    dataverse(md5);
    await run(from);
    expect(asked).toContain('/api/access/datafile/1?format=original');
    expect(asked).toContain('/api/access/datafile/3');
    expect(said.join('\n')).toMatch(/m.csv: is there[^]*i.bin: \d+ bytes; its checksum is right/);
    await expect(
      run(source({ files: { dataverse: base, persistentId: 'doi:1/2', take: { NONE: 'n' } } })),
    ).rejects.toThrow('got no file NONE');
  });

  test('a mirror holds the files under their names', async () => {
    const asked: string[] = [];
    answer = (request, response) => {
      asked.push(request.url ?? '');
      serve(table, '"1"')(request, response);
    };
    await run(source({ files: [{ name: 'table.csv', url: 'http://127.0.0.1:1/t' }] }), `${base}/mirror`);
    expect(asked).toEqual(['/mirror/table.csv']);
    await expect(run(source(), 'nowhere')).rejects.toThrow('--mirror: got nowhere/'.slice(0, 20));
  });

  test('an application that brings its data along', async () => {
    await expect(fetchData({ useCase: 'breast-cancer' })).rejects.toThrow(
      'breast-cancer: got an application whose data is part of the project, expected one of medication-adherence, skin-lesion',
    );
  });
});

describe('unzip', () => {
  const wanted = /\.csv$/;
  /** The stored entry of `zip`, with its content deflated. */
  const deflatedZip = (content: Buffer): Buffer => {
    const packed = deflateRawSync(content);
    const bytes = zip({ 'a.csv': packed });
    const directory = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    for (const [at, header] of [
      [0, 4],
      [directory, 6],
    ] as const) {
      bytes.writeUInt16LE(8, at + header + 4);
      bytes.writeUInt32LE(crcOf(content), at + header + 10);
      bytes.writeUInt32LE(content.length, at + header + 18);
    }
    return bytes;
  };
  const crcOf = (content: Buffer) => zip({ x: content }).readUInt32LE(14);
  const put = (bytes: Buffer): string => {
    writeFileSync(file('z.zip'), bytes);
    return file('z.zip');
  };

  test('deflated entries', async () => {
    expect(await unzip(put(deflatedZip(table)), folder, wanted)).toBe(1);
    expect(readFileSync(file('a.csv'))).toEqual(table);
  });

  test.each([
    ['text', Buffer.from('no archive'), 'no directory of entries'],
    ['cut short', zip({ 'a.csv': table }).subarray(0, 900), 'no directory of entries'],
    [
      'two entries with one last name',
      zip({ 'a/x.csv': table, 'b/x.csv': table }),
      'two entries with one name',
    ],
  ])('%s is told', async (_, bytes, message) => {
    await expect(unzip(put(Buffer.from(bytes)), folder, wanted)).rejects.toThrow(message);
  });

  test('a byte that was changed', async () => {
    const bytes = zip({ 'a.csv': table });
    bytes[500]! ^= 1;
    await expect(unzip(put(bytes), folder, wanted)).rejects.toThrow('z.zip: got a damaged a.csv');
    expect(existsSync(file('a.csv'))).toBe(false);
  });
});

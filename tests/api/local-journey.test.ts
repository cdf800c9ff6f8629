import { afterAll } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderObjectStore } from '../../local/adapters/folder-objects.ts';
import { LocalSignedUrls } from '../../local/adapters/local-signed-urls.ts';
import { systemClock } from '../../local/adapters/system-clock.ts';
import { SqliteRecordStore } from '../../local/adapters/sqlite-records.ts';
import { Committer } from '../../local/state/committer.ts';
import { openDatabase } from '../../local/state/database.ts';
import { apiJourney } from './journey.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-journey-'));
const db = openDatabase(':memory:');
afterAll(async () => {
  db.close();
  await rm(folder, { recursive: true, force: true });
});

apiJourney('SQLite and a folder', async () => {
  const objects = new FolderObjectStore(folder);
  const signedUrls = new LocalSignedUrls({ objects, clock: systemClock });
  return {
    records: new SqliteRecordStore(db, new Committer(db)),
    objects,
    signedUrls,
    handle: (request, response, at) => signedUrls.handle(request, response, at),
    listensAt: (url) => signedUrls.listensAt(url),
  };
});

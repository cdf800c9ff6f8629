import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderObjectStore } from '../../local/adapters/folder-objects.ts';
import { SqliteRecordStore } from '../../local/adapters/sqlite-records.ts';
import { Committer } from '../../local/state/committer.ts';
import { openDatabase } from '../../local/state/database.ts';
import { objectStoreContract } from './object-store.contract.ts';
import { recordStoreContract } from './record-store.contract.ts';

const folder = () => mkdtemp(path.join(tmpdir(), 'modelkeep-contract-'));

recordStoreContract('SQLite', async () => {
  const at = await folder();
  const db = openDatabase(path.join(at, 'modelkeep.db'));
  return {
    store: new SqliteRecordStore(db, new Committer(db)),
    cleanup: async () => {
      db.close();
      await rm(at, { recursive: true });
    },
  };
});

objectStoreContract('folder', async () => {
  const at = await folder();
  return { store: new FolderObjectStore(at), cleanup: () => rm(at, { recursive: true }) };
});

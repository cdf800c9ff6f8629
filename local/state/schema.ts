/** Marks a SQLite file as ours: 'mkep' in ASCII. */
export const applicationId = 0x6d_6b_65_70;

/**
 * Each entry takes the file from one `user_version` to the next; none is ever changed after a release.
 * Times are epoch milliseconds, except `expires_at` (epoch seconds, as in the port).
 */
export const migrations: readonly string[] = [
  `
CREATE TABLE records (
  pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL,
  byStatus_pk TEXT, byStatus_sk TEXT, byPatient_pk TEXT, byPatient_sk TEXT, expires_at INTEGER,
  PRIMARY KEY (pk, sk)
) WITHOUT ROWID;
CREATE INDEX records_byStatus ON records (byStatus_pk, byStatus_sk, pk, sk) WHERE byStatus_pk IS NOT NULL;
CREATE INDEX records_byPatient ON records (byPatient_pk, byPatient_sk, pk, sk) WHERE byPatient_pk IS NOT NULL;
CREATE INDEX records_expiry ON records (expires_at) WHERE expires_at IS NOT NULL;

-- The definition that an execution started with stays its own, also when the code moves on.
CREATE TABLE definitions (hash TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE executions (
  name TEXT PRIMARY KEY, definition_hash TEXT NOT NULL, status TEXT NOT NULL,
  input TEXT NOT NULL, output TEXT NOT NULL, error TEXT, cause TEXT, started_at INTEGER NOT NULL, ended_at INTEGER,
  state TEXT NOT NULL, visit INTEGER NOT NULL, state_input TEXT NOT NULL, entered_at INTEGER NOT NULL,
  phase TEXT NOT NULL, due_at INTEGER, retries TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX executions_running ON executions (name) WHERE status = 'RUNNING';
CREATE INDEX executions_by_start ON executions (started_at);
CREATE TABLE history (
  execution TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL, state TEXT, detail TEXT NOT NULL,
  PRIMARY KEY (execution, seq)
) WITHOUT ROWID;
CREATE TABLE tokens (
  token TEXT PRIMARY KEY, execution TEXT NOT NULL, visit INTEGER NOT NULL, output TEXT
) WITHOUT ROWID;
CREATE INDEX tokens_of_execution ON tokens (execution);

-- Published, not yet taken by the subscriber.
CREATE TABLE deliveries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, message TEXT NOT NULL, at INTEGER NOT NULL,
  attempts INTEGER NOT NULL, due_at INTEGER NOT NULL
);
CREATE INDEX deliveries_of_target ON deliveries (target, seq);
CREATE TABLE dead_letters (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, message TEXT NOT NULL, at INTEGER NOT NULL,
  attempts INTEGER NOT NULL, error TEXT NOT NULL, died_at INTEGER NOT NULL
);

CREATE TABLE schedules (name TEXT PRIMARY KEY, expression TEXT NOT NULL, next_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE training_jobs (
  id TEXT PRIMARY KEY, request TEXT NOT NULL, status TEXT NOT NULL, failure_reason TEXT,
  started_at INTEGER NOT NULL, ended_at INTEGER
) WITHOUT ROWID;
`,
  `
-- Pipelines of jobs; attempts: how often each was begun, since a process that ends takes its pipeline with it.
CREATE TABLE pipeline_runs (
  id TEXT PRIMARY KEY, request TEXT NOT NULL, status TEXT NOT NULL, failure_reason TEXT, attempts INTEGER NOT NULL,
  started_at INTEGER NOT NULL, ended_at INTEGER
) WITHOUT ROWID;
`,
];

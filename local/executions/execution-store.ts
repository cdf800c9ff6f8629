import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { ExecutionStatus, Json } from '../../domain/ports.ts';
import { Statements } from '../state/statements.ts';
import { parseDefinition, type AslDefinition } from './asl.ts';

/** `sleeping`: a Wait state, or the back-off of a Retry. `token`: until the task's token is answered or times out. */
type Phase = 'ready' | 'sleeping' | 'token';

/** An execution, as its last commit left it. */
export interface Execution {
  readonly name: string;
  readonly definitionHash: string;
  readonly status: ExecutionStatus;
  readonly input: Json;
  readonly output: Json;
  readonly error: string | null;
  readonly cause: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** The state that runs, or ran last. */
  readonly state: string;
  /** Grows with each state entered: a commit for an older visit is refused. */
  readonly visit: number;
  readonly stateInput: Json;
  readonly enteredAt: number;
  readonly phase: Phase;
  readonly dueAt: number | null;
  /** How often each retrier of the state was used in this visit. */
  readonly retries: readonly number[];
}

export interface HistoryEvent {
  readonly type: string;
  readonly state?: string;
  readonly detail?: Json;
}

export interface StoredHistoryEvent {
  readonly seq: number;
  readonly at: Date;
  readonly type: string;
  readonly state: string | null;
  readonly detail: Json;
}

/** The tables behind the runner. What ends in `Now` is to be called inside a transaction. */
export class ExecutionStore {
  readonly #statements: Statements;
  readonly #definitions = new Map<string, AslDefinition>();

  constructor(db: DatabaseSync) {
    this.#statements = new Statements(db);
  }

  /** Keeps a definition; its hash. */
  keepDefinitionNow(definition: AslDefinition): string {
    const text = JSON.stringify(definition);
    const hash = createHash('sha256').update(text).digest('hex');
    this.#statements.of('INSERT OR IGNORE INTO definitions VALUES (?, ?)').run(hash, text);
    return hash;
  }

  /** The definition that an execution started with. */
  definition(hash: string): AslDefinition {
    const known = this.#definitions.get(hash);
    if (known) return known;
    const row = this.#statements.of('SELECT definition FROM definitions WHERE hash = ?').get(hash);
    const definition = parseDefinition(JSON.parse(String(row?.['definition'])));
    this.#definitions.set(hash, definition);
    return definition;
  }

  get(name: string): Execution | undefined {
    const row = this.#statements.of('SELECT * FROM executions WHERE name = ?').get(name);
    return row && executionOf(row);
  }

  /** Newest first. */
  list(limit: number): readonly Execution[] {
    return this.#statements
      .of('SELECT * FROM executions ORDER BY started_at DESC, name LIMIT ?')
      .all(limit)
      .map(executionOf);
  }

  running(): readonly string[] {
    return this.#statements
      .of("SELECT name FROM executions WHERE status = 'RUNNING' ORDER BY name")
      .all()
      .map((row) => String(row['name']));
  }

  history(name: string): readonly StoredHistoryEvent[] {
    return this.#statements
      .of('SELECT * FROM history WHERE execution = ? ORDER BY seq')
      .all(name)
      .map((row) => ({
        seq: Number(row['seq']),
        at: new Date(Number(row['at'])),
        type: String(row['type']),
        state: textOf(row['state']),
        detail: JSON.parse(String(row['detail'])) as Json,
      }));
  }

  insertNow(execution: Execution): void {
    this.#statements
      .of('INSERT INTO executions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(execution.name, execution.definitionHash, ...changing(execution));
  }

  /** False where the execution has moved on since `before` was read. */
  updateNow(before: Execution, after: Execution): boolean {
    const { changes } = this.#statements
      .of(
        `UPDATE executions SET status = ?, input = ?, output = ?, error = ?, cause = ?, started_at = ?, ended_at = ?,
           state = ?, visit = ?, state_input = ?, entered_at = ?, phase = ?, due_at = ?, retries = ?
         WHERE name = ? AND status = 'RUNNING' AND visit = ? AND phase = ? AND retries = ?`,
      )
      .run(...changing(after), before.name, before.visit, before.phase, JSON.stringify(before.retries));
    return changes === 1;
  }

  addHistoryNow(name: string, at: number, events: readonly HistoryEvent[]): void {
    const last = this.#statements.of('SELECT max(seq) AS last FROM history WHERE execution = ?').get(name)?.[
      'last'
    ];
    const insert = this.#statements.of('INSERT INTO history VALUES (?, ?, ?, ?, ?, ?)');
    events.forEach(({ type, state, detail }, i) =>
      insert.run(name, Number(last ?? 0) + 1 + i, at, type, state ?? null, JSON.stringify(detail ?? null)),
    );
  }

  issueTokenNow(token: string, name: string, visit: number): void {
    this.#statements.of('INSERT INTO tokens VALUES (?, ?, ?, NULL)').run(token, name, visit);
  }

  /** Notes the answer; the execution that waits for it, or undefined where none does any more. */
  answerTokenNow(token: string, output: Json, now: number): string | undefined {
    const row = this.#statements
      .of(
        `UPDATE tokens SET output = ? WHERE token = ? AND output IS NULL AND EXISTS (
           SELECT 1 FROM executions e WHERE e.name = tokens.execution AND e.status = 'RUNNING' AND e.phase = 'token'
             AND e.visit = tokens.visit AND e.due_at > ?)
         RETURNING execution`,
      )
      .get(JSON.stringify(output), token, now);
    return row && String(row['execution']);
  }

  answerOf(name: string, visit: number): { readonly output: Json } | undefined {
    const row = this.#statements
      .of('SELECT output FROM tokens WHERE execution = ? AND visit = ? AND output IS NOT NULL')
      .get(name, visit);
    return row && { output: JSON.parse(String(row['output'])) as Json };
  }

  dropTokensNow(name: string): void {
    this.#statements.of('DELETE FROM tokens WHERE execution = ?').run(name);
  }
}

const changing = (e: Execution): (string | number | null)[] => [
  e.status,
  JSON.stringify(e.input),
  JSON.stringify(e.output),
  e.error,
  e.cause,
  e.startedAt,
  e.endedAt,
  e.state,
  e.visit,
  JSON.stringify(e.stateInput),
  e.enteredAt,
  e.phase,
  e.dueAt,
  JSON.stringify(e.retries),
];

type Row = Readonly<Record<string, unknown>>;
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Columns hold what `changing` wrote. */
function executionOf(row: Row): Execution {
  const json = (column: string) => JSON.parse(textOf(row[column]) ?? 'null') as Json;
  return {
    name: String(row['name']),
    definitionHash: String(row['definition_hash']),
    status: row['status'] as ExecutionStatus,
    input: json('input'),
    output: json('output'),
    error: textOf(row['error']),
    cause: textOf(row['cause']),
    startedAt: Number(row['started_at']),
    endedAt: numberOf(row['ended_at']),
    state: String(row['state']),
    visit: Number(row['visit']),
    stateInput: json('state_input'),
    enteredAt: Number(row['entered_at']),
    phase: row['phase'] as Phase,
    dueAt: numberOf(row['due_at']),
    retries: json('retries') as readonly number[],
  };
}

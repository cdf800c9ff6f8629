import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createBaseline } from '../../../domain/drift/index.ts';
import { seededRandom } from '../../../domain/numeric/random.ts';
import { DuckDbCounter } from '../../../pipelines/containers/drift/count/duckdb.ts';
import { quoteName, quoteText } from '../../../pipelines/containers/drift/sql/dialect.ts';
import { breastCancer } from '../../../usecases/breast-cancer.ts';
import { tableText } from '../table.ts';
import { benchColumns, makeTables, megabytes } from './make-tables.ts';
import { measure } from './measure.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, '.bench');
const rows = 2_000_000;
const names = Array.from({ length: benchColumns }, (_, i) => `feature_${i + 1}`);

/**
 * The drift job as a process on a window of 2,000,000 rows x 30 in each form of captured data: seconds, rows a second, and
 * its peak memory. The files are made once, by DuckDB out of one table.
 */
export async function benchDriftJob(): Promise<void> {
  const { current } = makeTables(folder, rows);
  const files = await makeCaptures(current);
  const place = path.join(folder, 'drift-job');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const at = (name: string): string => path.join(place, name);
  writeFileSync(at('usecase.json'), JSON.stringify(useCase()));
  writeFileSync(at('baseline.json'), JSON.stringify(baseline()));
  const lines: string[][] = [];
  for (const [format, file] of Object.entries(files)) {
    const measured = await measure({
      name: format,
      command: process.execPath,
      args: [path.join(root, 'pipelines/containers/drift/main.ts')],
      env: {
        MODELKEEP_ML_ROOT: place,
        SPECIFICATION_URI: at('usecase.json'),
        BASELINE_URI: at('baseline.json'),
        CAPTURE_URI: path.dirname(file),
        CAPTURE_FORMAT: format,
        MONITORING_URI: at(format),
        MODEL_VERSION: '1',
        WINDOW_FROM: '2026-01-01T00:00:00Z',
        WINDOW_TO: '2026-01-02T00:00:00Z',
      },
    });
    const { rows: judged, rowsPerSecond, features } = JSON.parse(measured.last) as Record<string, unknown>;
    lines.push([
      format,
      megabytes(file).toFixed(0),
      String(judged),
      measured.seconds.toFixed(1),
      Number(rowsPerSecond).toLocaleString('en-US'),
      measured.peakMiB.toFixed(0),
      String(features),
    ]);
  }
  process.stdout.write('\nThe drift job, process start to end, one run each\n');
  process.stdout.write(
    `${tableText(['captured as', 'MB', 'rows', 'seconds', 'rows/s', 'peak MiB', 'flagged'], lines)}\n`,
  );
}

async function makeCaptures(csv: string): Promise<Readonly<Record<string, string>>> {
  const file = (name: string): string => {
    mkdirSync(path.join(folder, name), { recursive: true });
    return path.join(
      folder,
      name,
      `captured-${rows}${name === 'csv' ? '.csv' : name === 'parquet' ? '.parquet' : '.jsonl'}`,
    );
  };
  const files = {
    parquet: file('parquet'),
    'sagemaker-capture': file('sagemaker-capture'),
    csv: file('csv'),
  };
  if (Object.values(files).every((one) => existsSync(one))) return files;
  const counter = await DuckDbCounter.open({ memoryMiB: 2_048, threads: 2 });
  try {
    const table = `read_csv(${quoteText(csv)}, header = true)`;
    const line = `concat_ws(',', ${names.map(quoteName).join(', ')})`;
    const side = (data: string, mode: string): string =>
      `{observedContentType: 'text/csv', mode: '${mode}', data: ${data}, encoding: 'CSV'}`;
    const capture = `{endpointInput: ${side(line, 'INPUT')}, endpointOutput: ${side("'1,0.75' || chr(10)", 'OUTPUT')}}`;
    await counter.rows(
      `COPY (SELECT ${capture} AS captureData, {eventId: uuid(), inferenceTime: '2026-01-01T08:00:00Z'} AS eventMetadata, '0' AS eventVersion FROM ${table}) TO ${quoteText(files['sagemaker-capture'])} (FORMAT json)`,
    );
    await counter.rows(`COPY (SELECT * FROM ${table}) TO ${quoteText(files.parquet)} (FORMAT parquet)`);
    await counter.rows(`COPY (SELECT * FROM ${table}) TO ${quoteText(files.csv)} (FORMAT csv, HEADER)`);
  } finally {
    counter.close();
  }
  return files;
}

const useCase = () => ({
  ...breastCancer,
  data: {
    ...breastCancer.data,
    features: names.map((name) => ({ name, kind: 'numeric', unit: '1', range: { min: -1e9, max: 1e9 } })),
  },
});

/** As make-tables.ts makes its columns, without the shift of the current table. */
function baseline() {
  const random = seededRandom(9);
  const columns = names.map((name) => ({ name, kind: 'numeric' as const, values: new Float64Array(20_000) }));
  for (let row = 0; row < 20_000; row += 1) {
    const common = random.normal();
    columns.forEach(({ values }, i) => {
      const z = 0.5 * common + 0.87 * random.normal();
      values[row] = i % 3 === 0 ? 100 + 15 * z : i % 3 === 1 ? Math.exp(z) : 10 + 3 * z;
    });
  }
  return createBaseline(
    { rowCount: 20_000, columns },
    { columns, createdAt: '2026-01-01T00:00:00.000Z', source: 'made for the bench' },
  );
}

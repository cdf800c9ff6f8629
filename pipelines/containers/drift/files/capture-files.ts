import { endingsOf, type CaptureFormat } from '../count/file-relation.ts';
import type { TimeSpan } from '../sql/source.ts';
import type { Place } from './place.ts';

const millisecondsPerHour = 3_600_000;
/** Below its prefix SageMaker's data capture lies by hour: `2026/01/05/08/15-30-….jsonl`. */
const hourInName = /(?:^|\/)(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})\/[^/]*$/;
/** A record may be written to the hour after the one that it was made in. */
const slackHours = 1;
/** Downloads at a time: S3 gives one of them some 50 MB/s. */
const atOnce = 16;

/**
 * The files that can hold rows of a stretch of time, as paths of this machine. Where names tell the hour, others are left
 * out; the rows' own times decide in the end.
 */
export async function captureFiles(
  place: Place,
  format: CaptureFormat,
  span: TimeSpan,
  scratch: string,
): Promise<string[]> {
  const days = format === 'sagemaker-capture' ? await namesByDay(place, span) : [];
  const names = days.length > 0 ? days : await place.list('');
  return fetchAll(place, names, endingsOf(format), span, scratch);
}

/** Files with confirmed diagnoses for predictions of a stretch of time: they come in later, up to now. */
export async function truthFiles(place: Place, { from }: TimeSpan, scratch: string): Promise<string[]> {
  const always = { from, to: '9999-01-01T00:00:00Z' };
  return fetchAll(place, await place.list(''), ['.jsonl', '.jsonl.gz'], always, scratch);
}

async function fetchAll(
  place: Place,
  names: readonly string[],
  endings: readonly string[],
  span: TimeSpan,
  scratch: string,
): Promise<string[]> {
  const wanted = names.filter(
    (name) => endings.some((ending) => name.endsWith(ending)) && mayHold(name, span),
  );
  const files: string[] = [];
  for (let at = 0; at < wanted.length; at += atOnce)
    files.push(
      ...(await Promise.all(wanted.slice(at, at + atOnce).map((name) => place.fetch(name, scratch)))),
    );
  return files;
}

/** A bucket with a year of captured data has half a million names: only the days of the window are listed. */
async function namesByDay(place: Place, { from, to }: TimeSpan): Promise<string[]> {
  const names: string[] = [];
  const end = Date.parse(to) + slackHours * millisecondsPerHour;
  const day = new Date(from);
  day.setUTCHours(0, 0, 0, 0);
  for (; day.getTime() < end; day.setUTCDate(day.getUTCDate() + 1))
    names.push(...(await place.list(`${day.toISOString().slice(0, 10).replaceAll('-', '/')}/`)));
  return names;
}

function mayHold(name: string, { from, to }: TimeSpan): boolean {
  const [, year, month, day, hour] = hourInName.exec(name) ?? [];
  if (hour === undefined) return true;
  const start = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour));
  const slack = slackHours * millisecondsPerHour;
  return start + millisecondsPerHour > Date.parse(from) && start - slack < Date.parse(to);
}

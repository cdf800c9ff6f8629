import { isRecord } from '../../pipelines/sagemaker/value.ts';

const nameFields = ['OutputName', 'InputName', 'ChannelName', 'MetricName'];

/** What stands at a path; items of a list are found by index or by their name. Undefined where nothing does. */
export function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root;
  for (const key of path) {
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      value =
        typeof key === 'number'
          ? items[key]
          : items.find((item) => isRecord(item) && nameFields.some((field) => item[field] === key));
    } else if (isRecord(value)) value = Object.hasOwn(value, key) ? value[String(key)] : undefined;
    else return undefined;
  }
  return value;
}

/** Readers of resolved arguments: validated before, but as JSON. */
export const recordAt = (root: unknown, ...path: string[]): Readonly<Record<string, unknown>> => {
  const value = valueAt(root, path);
  return isRecord(value) ? value : {};
};
export const listAt = (root: unknown, ...path: string[]): readonly unknown[] => {
  const value = valueAt(root, path);
  return Array.isArray(value) ? value : [];
};
export const textAt = (root: unknown, ...path: string[]): string | undefined => {
  const value = valueAt(root, path);
  return typeof value === 'string' ? value : undefined;
};
export const numberAt = (root: unknown, ...path: string[]): number | undefined => {
  const value = valueAt(root, path);
  return typeof value === 'number' ? value : undefined;
};
export const textsAt = (root: unknown, ...path: string[]): string[] =>
  listAt(root, ...path).map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));

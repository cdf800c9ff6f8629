import { functionOf, isRecord } from './value.ts';

/** `Steps.Prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri`, taken apart. */
export type ParsedReference =
  | { readonly of: 'Parameters'; readonly name: string }
  | { readonly of: 'Execution'; readonly name: string }
  | { readonly of: 'Steps'; readonly step: string; readonly path: readonly (string | number)[] };

/** Undefined where the text is no reference. */
export function parseReference(text: string): ParsedReference | undefined {
  const simple = /^(Parameters|Execution)\.([A-Za-z0-9_-]+)$/.exec(text);
  if (simple?.[2])
    return simple[1] === 'Parameters'
      ? { of: 'Parameters', name: simple[2] }
      : { of: 'Execution', name: simple[2] };
  const ofStep = /^Steps\.([A-Za-z0-9_-]+)(?:\.(.+))?$/.exec(text);
  if (!ofStep?.[1]) return undefined;
  const path = ofStep[2] === undefined ? [] : parsePath(ofStep[2]);
  return path && { of: 'Steps', step: ofStep[1], path };
}

/** `metrics.auc[0]['a.b']` as its parts; undefined where it is none. */
export function parsePath(text: string): readonly (string | number)[] | undefined {
  const parts: (string | number)[] = [];
  const token = /(?:^|\.)([^.[\]'"]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (!found) return undefined;
    const [, name, index, single, double] = found;
    parts.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
  }
  return parts.length === 0 ? undefined : parts;
}

/** One reference in a step, and where in the step it stands (`Arguments.HyperParameters.eta`). */
export interface FoundReference {
  readonly path: string;
  readonly text: string;
  /** The path of a `Std:JsonGet` that reads the referred property file. */
  readonly jsonPath?: string;
}

/** Every `{"Get": …}` below a value; what is below `except` (nested steps) is left out. */
export function referencesIn(value: unknown, path: string, except: readonly string[] = []): FoundReference[] {
  if (except.includes(path)) return [];
  if (Array.isArray(value)) return value.flatMap((item, i) => referencesIn(item, `${path}[${i}]`, except));
  if (!isRecord(value)) return [];
  const called = functionOf(value);
  if (called?.kind === 'Get') return [{ path: `${path}.Get`, text: String(called.body) }];
  if (called?.kind === 'Std:JsonGet' && isRecord(called.body)) {
    const file = called.body['PropertyFile'];
    const jsonPath = called.body['Path'];
    const from = isRecord(file) ? file['Get'] : undefined;
    if (typeof from === 'string')
      return [
        {
          path: `${path}.Std:JsonGet.PropertyFile.Get`,
          text: from,
          ...(typeof jsonPath === 'string' ? { jsonPath } : {}),
        },
      ];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    referencesIn(inner, path === '' ? key : `${path}.${key}`, except),
  );
}

/**
 * What the two dialects write differently. `trino` is what Athena speaks. Expressions in, expressions out; nothing here
 * quotes what comes from outside but `quoteName` and `quoteText`.
 */
export interface Dialect {
  readonly name: 'duckdb' | 'trino';
  /** The 64 bits of a double as a signed integer. -0 becomes 0 first, as in domain/drift/float-bin.ts. */
  bits(double: string): string;
  /** The bin's key of a finite double: its leading 20 bits, in the order of the values. */
  binKey(double: string): string;
  /** Both integers mixed, the second shifted right by some bits. */
  mix(a: string, b: string, shift: number): string;
  isFinite(double: string): string;
  /** A double where the text is a decimal number, else NULL. */
  numberOfText(text: string): string;
  array(items: readonly string[]): string;
  split(text: string, separator: string): string;
  /** The item at a place from 1; NULL beyond the end. */
  itemAt(array: string, place: number): string;
  sizeOf(array: string): string;
  isJson(text: string): string;
  /** The JSON text of a member; NULL where there is none. */
  jsonMember(json: string, name: string): string;
  /** Length of a JSON array; NULL for anything else. */
  jsonLength(json: string): string;
  /** The items of a JSON array as an array of JSON texts. */
  jsonItems(json: string): string;
  /** A JSON object ready for objectCells; of the type `jsonObject` has, NULL for anything else. */
  jsonObject(json: string): string;
  /** The members of these names as an array of texts: scalars as they are, NULL for null and where there is none. */
  objectCells(object: string, names: readonly string[]): string;
  /** The items of a JSON array, likewise. */
  arrayCells(json: string): string;
  textOfBase64(text: string): string;
  /** 32 lower-case digits. */
  md5(text: string): string;
  textOf(expression: string): string;
  /** One row for each place of the arrays, beside the columns of `from`; `nth` names a column for the place, from 1. */
  unpivot(from: string, arrays: Readonly<Record<string, string>>, nth?: string): string;
}

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/** A double, never a decimal: 0.1 is a decimal in Trino. */
export const double = (x: number): string => (x < 0 ? `(${x.toExponential()})` : x.toExponential());

/** As domain/dataset/csv/cell.ts reads numbers. */
const decimal = String.raw`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`;

export const trino: Dialect = {
  name: 'trino',
  bits: (x) => `from_big_endian_64(to_ieee754_64(${x} + 0e0))`,
  binKey: (x) => {
    const bits = trino.bits(x);
    return `bitwise_right_shift_arithmetic(if(${bits} < 0, bitwise_xor(${bits}, 9223372036854775807), ${bits}), 44)`;
  },
  mix: (a, b, shift) => `bitwise_xor(${a}, bitwise_right_shift_arithmetic(${b}, ${shift}))`,
  isFinite: (x) => `is_finite(${x})`,
  numberOfText: (text) => {
    const number = `try_cast(trim(${text}) AS double)`;
    return `if(regexp_like(trim(${text}), ${quoteText(decimal)}) AND is_finite(${number}), ${number})`;
  },
  array: (items) => arrayOf(items),
  split: (text, separator) => `split(${text}, ${quoteText(separator)})`,
  itemAt: (array, place) => `element_at(${array}, ${place})`,
  sizeOf: (array) => `cardinality(${array})`,
  isJson: (text) => `(try(json_parse(${text})) IS NOT NULL)`,
  jsonMember: (json, name) => `json_format(json_extract(${json}, ${quoteText(memberPath(name))}))`,
  jsonLength: (json) => `json_array_length(${json})`,
  jsonItems: (json) => `transform(cast(json_parse(${json}) AS array(json)), item -> json_format(item))`,
  jsonObject: (json) => `try(cast(json_parse(${json}) AS map(varchar, json)))`,
  objectCells: (object, names) =>
    `transform(${arrayOf(names.map(quoteText))}, name -> ${jsonText(`element_at(${object}, name)`)})`,
  arrayCells: (json) =>
    `transform(try(cast(json_parse(${json}) AS array(json))), item -> ${jsonText('item')})`,
  textOfBase64: (text) => `from_utf8(from_base64(${text}))`,
  md5: (text) => `lower(to_hex(md5(to_utf8(${text}))))`,
  textOf: (expression) => `cast(${expression} AS varchar)`,
  unpivot: (from, arrays, nth) => {
    const names = [...Object.keys(arrays), ...(nth === undefined ? [] : [nth])];
    const ordinality = nth === undefined ? '' : ' WITH ORDINALITY';
    return `${from} CROSS JOIN UNNEST(${Object.values(arrays).join(', ')})${ordinality} AS place(${names.join(', ')})`;
  },
};

/** An array constructor takes 254 items at most; more are joined. */
function arrayOf(items: readonly string[]): string {
  const most = 250;
  const parts = Array.from(
    { length: Math.max(1, Math.ceil(items.length / most)) },
    (_, i) => `ARRAY[${items.slice(i * most, (i + 1) * most).join(', ')}]`,
  );
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || ')})`;
}

const jsonText = (json: string): string =>
  `coalesce(json_extract_scalar(${json}, '$'), nullif(json_format(${json}), 'null'))`;
const memberPath = (name: string): string => `$["${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"]`;

export const duckdb: Dialect = {
  name: 'duckdb',
  bits: (x) => `CAST(CAST(${x} + 0e0 AS BIT) AS BIGINT)`,
  binKey: (x) => {
    const bits = duckdb.bits(x);
    return `(CASE WHEN ${bits} < 0 THEN xor(${bits}, 9223372036854775807) ELSE ${bits} END >> 44)`;
  },
  mix: (a, b, shift) => `xor(${a}, ${b} >> ${shift})`,
  isFinite: (x) => `isfinite(${x})`,
  // DuckDB reads 1_000 as a number, and the words for infinity.
  numberOfText: (text) =>
    `CASE WHEN NOT contains(${text}, '_') AND NOT isinf(TRY_CAST(${text} AS DOUBLE)) THEN TRY_CAST(${text} AS DOUBLE) END`,
  array: (items) => `[${items.join(', ')}]`,
  split: (text, separator) => `string_split(${text}, ${quoteText(separator)})`,
  itemAt: (array, place) => `${array}[${place}]`,
  sizeOf: (array) => `len(${array})`,
  isJson: (text) => `json_valid(${text})`,
  jsonMember: (json, name) => `CAST(json_extract(${json}, ${quoteText(pointer(name))}) AS VARCHAR)`,
  jsonLength: (json) => `CASE WHEN json_type(${json}) = 'ARRAY' THEN json_array_length(${json}) END`,
  jsonItems: (json) => `CAST(json_extract(${json}, '$[*]') AS VARCHAR[])`,
  jsonObject: (json) => `CASE WHEN json_type(${json}) = 'OBJECT' THEN ${json} END`,
  // All of them by one reading of the text.
  objectCells: (object, names) =>
    `json_extract_string(${object}, [${names.map((name) => quoteText(pointer(name))).join(', ')}])`,
  arrayCells: (json) => `json_extract_string(${json}, '$[*]')`,
  textOfBase64: (text) => `decode(from_base64(${text}))`,
  md5: (text) => `md5(${text})`,
  textOf: (expression) => `CAST(${expression} AS VARCHAR)`,
  unpivot: (from, arrays, nth) => {
    const first = Object.values(arrays)[0] ?? '[]';
    const places = nth === undefined ? {} : { [nth]: `range(1, len(${first}) + 1)` };
    const columns = Object.entries({ ...arrays, ...places }).map(
      ([name, array]) => `unnest(${array}) AS ${name}`,
    );
    return `(SELECT *, ${columns.join(', ')} FROM ${from})`;
  },
};

/** RFC 6901. DuckDB's paths cannot quote a quote. */
const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** PSI above which a cell has the hottest colour; 0.25 is where textbooks speak of a large shift. */
const edges = [0.05, 0.1, 0.25, 0.5, 1] as const;

/** Which of six colours a PSI has, 0 for none to 5 for very much. */
export function heatLevel(psi: number): number {
  const level = edges.findIndex((edge) => psi < edge);
  return level < 0 ? edges.length : level;
}

export const legend: readonly (readonly [level: number, text: string])[] = [
  [0, 'under 0.05'],
  [1, '0.05'],
  [2, '0.1'],
  [3, '0.25'],
  [4, '0.5'],
  [5, '1 and over'],
];

interface Row {
  readonly name: string;
  readonly psi: readonly (number | null)[];
  readonly flagged: readonly boolean[];
}

/** Those that drift most stand first: by the flags, then by the largest PSI of all windows. */
export function hottestFirst<R extends Row>(rows: readonly R[]): R[] {
  const flags = (row: R): number => row.flagged.filter(Boolean).length;
  const most = (row: R): number => Math.max(0, ...row.psi.map((psi) => psi ?? 0));
  return [...rows].sort((a, b) => flags(b) - flags(a) || most(b) - most(a));
}

export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** Bars of `values` in a box of `width` by `height`; each at least a pixel high, so that a zero still has its place. */
export function bars(values: readonly number[], width: number, height: number, gap = 2): Bar[] {
  const highest = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  return values.map((value, i) => ({
    x: i * step + gap / 2,
    width: Math.max(1, step - gap),
    height: Math.max(1, (value / highest) * height),
  }));
}

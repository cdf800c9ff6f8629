/** Round numbers within [from, to], about `wanted` of them: steps of 1, 2, 2.5 or 5 times a power of ten. */
export function niceTicks(from: number, to: number, wanted = 6): number[] {
  const span = to - from;
  if (!(span > 0) || !Number.isFinite(span)) return [from];
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((m) => m * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step); i * step <= to; i += 1) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

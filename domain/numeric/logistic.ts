/** 1 / (1 + e^-z), without overflow for any finite z. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** log(1 + e^z), without overflow for any finite z. */
export const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** log(p / (1 - p)); p is kept 1e-15 away from 0 and 1, so that the result is finite. */
export function logit(p: number): number {
  const inside = Math.min(1 - 1e-15, Math.max(1e-15, p));
  return Math.log(inside / (1 - inside));
}

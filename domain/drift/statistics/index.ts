export { chiSquare } from './chi-square.ts';
export { jensenShannon } from './jensen-shannon.ts';
export { ksTwoSample } from './ks.ts';
export { kuiperTwoSample } from './kuiper.ts';
export { psi } from './psi.ts';
export { twoProportion } from './two-proportion.ts';
export { wasserstein } from './wasserstein.ts';

export { chiSquare, poolRare, type ChiSquareResult } from './chi-square.ts';
export { gapErrorBound, histogramGaps } from './gaps.ts';
export { jensenShannon, jensenShannonHistograms, jensenShannonOfShares } from './jensen-shannon.ts';
export { ksHistograms, ksP, ksTwoSample, type KsResult } from './ks.ts';
export { kuiperHistograms, kuiperP, kuiperTwoSample, type KuiperResult } from './kuiper.ts';
export { psi, psiHistograms, psiOfShares } from './psi.ts';
export { twoProportion, type TwoProportionResult } from './two-proportion.ts';
export { wasserstein, wassersteinErrorBound, wassersteinHistograms } from './wasserstein.ts';

import fc from 'fast-check';

/**
 * Property tests try the same cases in every run, so that a red test says something about the change and not about the
 * day. To look for new cases: `FC_SEED=random npm test`, or a number.
 */
const wanted = process.env['FC_SEED'] ?? '20260105';
const seed = wanted === 'random' ? Date.now() % 2 ** 31 : Number(wanted);
if (!Number.isInteger(seed)) throw new Error(`FC_SEED: got ${wanted}, expected a whole number or "random"`);
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });

/**
 * Deploying dev on the emulator takes longer than all else together, but waits for Terraform nearly all of that time: it is
 * part of the run where nothing may be left out, in a worker of its own. By itself: `npm run test:deploy`.
 */
const everything = process.env.REQUIRE_ALL === '1';

/** ESM throughout (middy 7 exports nothing else); swc strips the types, tsc checks them in `npm run types`. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  testMatch: [
    '<rootDir>/{domain,usecases,functions,pipelines,modules,stacks,local,console,cli,tests}/**/*.test.ts',
  ],
  setupFiles: ['<rootDir>/tests/support/fast-check-seed.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(everything ? [] : ['<rootDir>/tests/deploy/'])],
  testSequencer: '<rootDir>/tests/support/longest-first.mjs',
  modulePathIgnorePatterns: ['<rootDir>/.modelkeep', '<rootDir>/.cache', '<rootDir>/dist', '<rootDir>/.venv'],
  maxWorkers: everything ? 3 : 2,
  testTimeout: 30_000,
};

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
  testMatch: ['<rootDir>/{domain,usecases,functions,pipelines,modules,stacks,local,cli,tests}/**/*.test.ts'],
  setupFiles: ['<rootDir>/tests/support/fast-check-seed.ts'],
  // Takes longer than all else together: `npm run test:deploy`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/deploy/'],
  testSequencer: '<rootDir>/tests/support/longest-first.mjs',
  modulePathIgnorePatterns: ['<rootDir>/.modelkeep', '<rootDir>/.cache', '<rootDir>/dist', '<rootDir>/.venv'],
  // Of `npm run test:coverage` alone.
  collectCoverageFrom: ['{domain,functions}/**/*.ts', '!**/*.test.ts'],
  coverageProvider: 'v8',
  coverageReporters: ['text-summary', 'lcovonly'],
  coverageThreshold: { global: { lines: 90 } },
  maxWorkers: 2,
  testTimeout: 30_000,
};

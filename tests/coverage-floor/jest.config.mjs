import base from '../../jest.config.mjs';

const floor = { lines: 90 };

/**
 * `npm run test:coverage`: the suites that are about domain and functions, those beside the code and those that walk the
 * state machine, start every entry and hold the ports. What only a story or the emulator reaches does not count.
 */
export default {
  ...base,
  rootDir: '../..',
  testMatch: [
    '<rootDir>/{domain,functions}/**/*.test.ts',
    '<rootDir>/stacks/functions/*.test.ts',
    '<rootDir>/tests/functions/*.test.ts',
    '<rootDir>/tests/retraining/paths.test.ts',
    '<rootDir>/tests/contracts/memory.test.ts',
  ],
  collectCoverage: true,
  collectCoverageFrom: ['{domain,functions}/**/*.ts', '!**/*.test.ts'],
  coverageProvider: 'v8',
  coverageReporters: ['text-summary', 'lcovonly'],
  coverageThreshold: { './domain/': floor, './functions/': floor },
};

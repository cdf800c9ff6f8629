import common from '../../jest.config.mjs';

/** `npm run test:deploy`: eight minutes, nearly all of them Terraform's own waits. */
export default {
  ...common,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/deploy/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};

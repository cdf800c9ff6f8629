import Sequencer from '@jest/test-sequencer';

/**
 * Suites that mostly wait for Terraform or for processes that are killed and started again. On a machine that has never run
 * them jest knows no durations and would begin some of them last, when the other worker has nothing left to do.
 */
const longest = [
  'tests/deploy/',
  'tests/stacks/terraform',
  'tests/local/loop-crash',
  'tests/stacks/',
  'tests/local/crash',
];

const rank = ({ path }) => {
  const found = longest.findIndex((part) => path.includes(part));
  return found < 0 ? longest.length : found;
};

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}

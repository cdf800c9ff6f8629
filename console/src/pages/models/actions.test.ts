import { expect, test } from '@jest/globals';
import { modelStatuses } from '../../../../domain/registry/model-version.ts';
import { actionsFor, dialogs } from './actions.ts';

test('each status offers what may follow it', () => {
  expect(Object.fromEntries(modelStatuses.map((status) => [status, actionsFor(status)]))).toEqual({
    Rejected: [],
    PendingManualApproval: ['reject', 'approve'],
    Approved: ['deploy'],
    Deploying: [],
    InService: ['rollback'],
    Archived: ['deploy'],
    RolledBack: ['deploy'],
  });
});

test('each is asked about and told of with its version', () => {
  for (const words of Object.values(dialogs)) {
    expect(words.question(7)).toContain('version 7');
    expect(words.done(7)).toContain('7');
  }
});

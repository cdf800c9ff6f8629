import { describe, expect, test } from '@jest/globals';
import { datasetFiles } from '../../domain/dataset/ingested.ts';
import { driftFiles } from '../../domain/monitoring/drift-records.ts';
import { executionPrefix, snapshotKeyOf } from '../../domain/retraining/training-plan.ts';
import { baseKeys } from '../../domain/retraining/training-rows.ts';
import { bucketOfObject, objectRoomOf } from './contract.ts';

describe('rooms of objects', () => {
  test.each([
    [datasetFiles.manifest('u', 'd'), 'raw'],
    [datasetFiles.quarantinedRows('u', 'd'), 'raw'],
    [baseKeys.data('u'), 'raw'],
    [datasetFiles.accepted('u', 'd'), 'processed'],
    [snapshotKeyOf('u', 'hash'), 'processed'],
    [driftFiles.report('u', 'w'), 'processed'],
    [`${executionPrefix('e')}model.json`, 'models'],
    ['constructor/x', 'processed'],
  ])('%s lies in %s', (key, room) => {
    expect(objectRoomOf(key)).toBe(room);
  });

  test('a bucket without rooms holds everything', () => {
    expect(bucketOfObject('all', 'raw/u/d/manifest.json')).toBe('all');
    expect(bucketOfObject('dev-{room}-1', 'raw/u/d/manifest.json')).toBe('dev-raw-1');
  });
});

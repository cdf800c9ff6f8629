import { beforeEach, expect, test } from '@jest/globals';
import { listModelPackages } from '../../domain/registry/model-package.ts';
import { MemoryRecordStore } from '../../tests/support/memory-records.ts';
import { projectModelPackage } from './project-model-package.ts';

let records: MemoryRecordStore;
beforeEach(() => {
  records = new MemoryRecordStore();
});
const ports = () => ({
  records,
  useCaseOf: (group: string) => (group === 'modelkeep-dev-breast-cancer' ? 'breast-cancer' : undefined),
});
/** As SageMaker sends it: developer guide, "Model package state change". */
const announced = (time: string, detail: object = {}) => ({
  version: '0',
  id: '844e2571-85d4-695f-b930-0153b71dcb42',
  'detail-type': 'SageMaker Model Package State Change',
  source: 'aws.sagemaker',
  account: '123456789012',
  time,
  region: 'us-east-1',
  resources: [],
  detail: {
    ModelPackageGroupName: 'modelkeep-dev-breast-cancer',
    ModelPackageArn: 'arn:aws:sagemaker:us-east-1:123456789012:model-package/modelkeep-dev-breast-cancer/2',
    ModelPackageVersion: 2,
    ModelPackageStatus: 'Completed',
    ModelApprovalStatus: 'PendingManualApproval',
    CustomerMetadataProperties: { ExecutionName: 'breast-cancer-1', SnapshotHash: 'abc' },
    ...detail,
  },
});

test('what is announced stands in the records; what an update leaves out stays', async () => {
  await projectModelPackage(ports(), announced('2026-11-24T10:00:00Z'));
  const approval = {
    ModelApprovalStatus: 'Approved',
    ApprovalDescription: 'looked at',
    CustomerMetadataProperties: null,
  };
  await projectModelPackage(ports(), announced('2026-11-24T11:00:00Z', approval));
  expect(await listModelPackages(records, 'breast-cancer')).toEqual([
    {
      useCase: 'breast-cancer',
      packageVersion: 2,
      arn: 'arn:aws:sagemaker:us-east-1:123456789012:model-package/modelkeep-dev-breast-cancer/2',
      status: 'Completed',
      approvalStatus: 'Approved',
      approvalDescription: 'looked at',
      executionName: 'breast-cancer-1',
      snapshotHash: 'abc',
      announcedAt: '2026-11-24T11:00:00Z',
    },
  ]);
});

test('copies and late ones change nothing', async () => {
  const approved = announced('2026-11-24T11:00:00Z', { ModelApprovalStatus: 'Approved' });
  for (const event of [approved, approved, announced('2026-11-24T10:00:00Z')])
    await projectModelPackage(ports(), event);
  expect(await listModelPackages(records, 'breast-cancer')).toMatchObject([{ approvalStatus: 'Approved' }]);
});

test('groups of others and packages without a version are left alone; no event of the registry is an error', async () => {
  await projectModelPackage(ports(), announced('2026-11-24T10:00:00Z', { ModelPackageGroupName: 'other' }));
  await projectModelPackage(ports(), announced('2026-11-24T10:00:00Z', { ModelPackageVersion: null }));
  expect(await listModelPackages(records, 'breast-cancer')).toEqual([]);
  await expect(projectModelPackage(ports(), { detail: {} })).rejects.toThrow(/^event: /);
});

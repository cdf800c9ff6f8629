import { expect, test } from '@jest/globals';
import { environmentNamed } from '../../stacks/environments/index.ts';
import { defineEnvironment } from '../../stacks/environments/schema.ts';
import { withWorkbench } from './workbench-example.ts';

test('people work by hand only in environments that may be thrown away', () => {
  const { protect: _, ...dev } = environmentNamed('dev');
  expect(() => defineEnvironment({ ...dev, protect: true, workbench: {} })).toThrow(
    'environment "dev": workbench: got an object, expected none where protect is true: people work by hand only in environments that may be thrown away',
  );
  expect(() => defineEnvironment({ ...dev, protect: false, workbench: {} })).toThrow(
    'workbench.network: got nothing, expected a network (vpcId, subnetIds, securityGroupIds), since the environment has none',
  );
  expect(withWorkbench(environmentNamed('dev')).workbench).toMatchObject({
    notebook: { instanceType: 'ml.t3.medium', volumeGiB: 20 },
    idleMinutes: 60,
    userProfiles: ['data-science'],
  });
  expect(
    defineEnvironment({ ...dev, protect: false, network: { kind: 'private' }, workbench: {} }).workbench,
  ).toBeDefined();
});

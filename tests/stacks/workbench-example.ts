import { defineEnvironment, type Environment } from '../../stacks/environments/schema.ts';

/** An environment with a workbench in a network that is there. */
export const withWorkbench = (environment: Environment): Environment =>
  defineEnvironment({
    ...environment,
    workbench: {
      network: {
        vpcId: 'vpc-0123456789abcdef0',
        subnetIds: ['subnet-0123456789abcdef0'],
        securityGroupIds: ['sg-0123456789abcdef0'],
      },
    },
  });

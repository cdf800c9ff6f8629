import type { Construct } from 'constructs';
import { contract } from '../../functions/predict/contract.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import type { Environment } from '../environments/schema.ts';
import type { Bundles } from '../functions/bundles.ts';
import { FunctionFactory } from '../functions/platform-function.ts';
import { addCanaryAlarm } from '../monitoring/alarms.ts';
import { liveAlias } from '../names.ts';
import { PlatformStack } from '../platform-stack.ts';
import { sharedOf } from '../shared.ts';
import { countServerErrors } from './server-errors.ts';

/**
 * The predict function of one use case. Each change of its code is a version; callers call the alias, which a deployment
 * moves from the old version to the new one, by shares of the traffic, and back where the alarm rings.
 */
export class ServingStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment, useCase: UseCase, bundles: Bundles) {
    super(scope, { environment, kind: 'serving', useCase });
    const predict = new FunctionFactory(this, {
      shared: sharedOf(this),
      bundles,
      useCase: useCase.name,
    }).make(contract, { alias: { name: liveAlias, movedBy: 'deployer' } });
    countServerErrors(this, predict.logGroup.name, useCase.name);
    const alarm = addCanaryAlarm(this, predict.name, useCase.name);
    this.output('predict_function', predict.name, 'Scores one record');
    this.output('predict_alias', liveAlias, 'What callers call');
    this.output('predict_version', predict.version, 'The newest version; a deployment moves the alias to it');
    this.output(
      'canary_alarm',
      alarm.name,
      'Rings while the alias answers with errors: a deployment then moves it back',
    );
  }
}

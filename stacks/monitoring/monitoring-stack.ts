import type { Construct } from 'constructs';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { defined } from '../../modules/defined.ts';
import { Schedule } from '../../modules/messaging/schedule.ts';
import type { Environment } from '../environments/schema.ts';
import { PlatformStack } from '../platform-stack.ts';
import { sharedOf } from '../shared.ts';
import { addModelAlarms, addPredictAlarms } from './alarms.ts';
import { addEndpointAlarms } from './endpoint-alarms.ts';
import { engineOf } from './engine.ts';
import { addModelMonitor } from './model-monitor.ts';
import { useCaseSchedules } from './schedules.ts';
import { addUseCaseDashboards } from './use-case-dashboards.ts';

/** What watches one use case: its schedules or the monitors of SageMaker, its alarms and dashboards. */
export class MonitoringStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment, useCase: UseCase) {
    super(scope, { environment, kind: 'monitoring', useCase });
    const shared = sharedOf(this);
    const { keyArn } = shared;
    const engine = engineOf(environment, useCase);
    for (const [name, schedule] of Object.entries(useCaseSchedules(useCase, engine)))
      new Schedule(this, `schedule-${name}`, {
        place: this.place,
        name: this.names.schedule(name, useCase.name),
        description: schedule.description,
        expression: schedule.expression,
        functionArn: this.names.functionArn(schedule.functionName),
        input: schedule.input,
        deadLetters: { queueArn: this.names.deadLettersArn, keyArn },
        keyArn,
        ...defined({ permissionsBoundaryArn: environment.permissionsBoundaryArn }),
      });
    if (engine === 'model-monitor') addModelMonitor(this, useCase, shared);
    const alarms = [
      ...(useCase.serving.kind === 'endpoint' ? addEndpointAlarms : addPredictAlarms)(this, useCase),
      // Of metrics that our own engine measures.
      ...(engine === 'modelkeep' ? addModelAlarms(this, useCase) : []),
    ];
    if (environment.dashboards) addUseCaseDashboards(this, useCase, alarms);
  }
}

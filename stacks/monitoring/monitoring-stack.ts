import type { Construct } from 'constructs';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { defined } from '../../modules/defined.ts';
import { Schedule } from '../../modules/messaging/schedule.ts';
import type { Environment } from '../environments/schema.ts';
import { PlatformStack } from '../platform-stack.ts';
import { sharedOf } from '../shared.ts';
import { addUseCaseAlarms } from './alarms.ts';
import { useCaseSchedules } from './schedules.ts';
import { addUseCaseDashboards } from './use-case-dashboards.ts';

/** What watches one use case: its schedules, alarms and dashboards. */
export class MonitoringStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment, useCase: UseCase) {
    super(scope, { environment, kind: 'monitoring', useCase });
    const { keyArn } = sharedOf(this);
    for (const [name, schedule] of Object.entries(useCaseSchedules(useCase)))
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
    const alarms = addUseCaseAlarms(this, useCase);
    if (environment.dashboards) addUseCaseDashboards(this, useCase, alarms);
  }
}

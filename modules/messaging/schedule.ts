import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule/index.js';
import { Construct } from 'constructs';
import { arnOf, type AwsPlace } from '../aws-place.ts';
import { defined } from '../defined.ts';
import { ServiceRole } from '../security/service-role.ts';
import { addChecks, isArn, isPlace, matches, within } from '../validation.ts';
import { type DeadLetterTarget, mayPutDeadLetters } from './dead-letters.ts';

export interface ScheduleProps {
  readonly place: AwsPlace;
  readonly name: string;
  readonly description: string;
  /** `rate(30 days)`, `cron(0 3 ? * MON *)` or `at(2030-01-31T03:00:00)`. */
  readonly expression: string;
  /** UTC unless given; `Europe/Berlin` keeps the hour through summer time. */
  readonly timeZone?: string;
  /** The function's ARN, with its alias if it has one. */
  readonly functionArn: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly deadLetters: DeadLetterTarget;
  /** Unless given, three more attempts within an hour: then it is better done by the next run, or by hand. */
  readonly retry?: { readonly maxAttempts: number; readonly maxAgeSeconds: number };
  /** Encrypts the input; EventBridge's own key unless given. */
  readonly keyArn?: string;
  /** True unless given. False keeps the schedule and stops it. */
  readonly enabled?: boolean;
  readonly permissionsBoundaryArn?: string;
}

/** Calls a function by the clock. The function must be idempotent: a schedule may fire twice. */
export class Schedule extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ScheduleProps) {
    super(scope, id);
    const { place, name, retry = { maxAttempts: 3, maxAgeSeconds: 3600 } } = props;
    addChecks(this, () => checksOf(props, retry));
    const role = new ServiceRole(this, 'role', {
      place,
      name: `${name}-call`,
      description: `Lets the schedule ${name} call its function`,
      service: 'scheduler.amazonaws.com',
      statements: [
        { sid: 'Call', actions: ['lambda:InvokeFunction'], resources: [props.functionArn] },
        ...mayPutDeadLetters(place, props.deadLetters),
        ...(props.keyArn === undefined
          ? []
          : [
              {
                sid: 'ReadInput',
                actions: ['kms:Decrypt'],
                resources: [props.keyArn],
                conditions: {
                  StringEquals: { [inputContext]: arnOf(place, 'scheduler', `schedule/default/${name}`) },
                },
              },
            ]),
      ],
      permissionsBoundaryArn: props.permissionsBoundaryArn,
    });
    this.arn = new SchedulerSchedule(this, 'schedule', {
      name,
      description: props.description,
      scheduleExpression: props.expression,
      scheduleExpressionTimezone: props.timeZone ?? 'UTC',
      state: (props.enabled ?? true) ? 'ENABLED' : 'DISABLED',
      flexibleTimeWindow: { mode: 'OFF' },
      ...defined({ kmsKeyArn: props.keyArn }),
      target: {
        arn: props.functionArn,
        roleArn: role.arn,
        input: JSON.stringify(props.input),
        retryPolicy: {
          maximumRetryAttempts: retry.maxAttempts,
          maximumEventAgeInSeconds: retry.maxAgeSeconds,
        },
        deadLetterConfig: { arn: props.deadLetters.queueArn },
      },
      // A schedule that fires before its role may call is a lost run.
      dependsOn: [role.policy],
    }).arn;
  }
}

/** What Scheduler encrypts a schedule's input with, so that the role opens no other data of the same key. */
const inputContext = 'kms:EncryptionContext:aws:scheduler:schedule:arn';

const expressionPattern =
  /^(rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)|cron\((\S+ ){5}\S+\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\))$/;

const checksOf = (
  props: ScheduleProps,
  retry: { readonly maxAttempts: number; readonly maxAgeSeconds: number },
) => [
  ...isPlace(props.place),
  // Its role's name adds five characters.
  matches('name', props.name, /^[\w.-]{1,59}$/, 'at most 59 letters, digits, ., _ or -'),
  matches(
    'expression',
    props.expression,
    expressionPattern,
    'rate(30 days), cron(of six fields) or at(a time)',
  ),
  matches('timeZone', props.timeZone, /^(UTC|[A-Z]\w+(\/[\w+-]+)+)$/, 'UTC or a zone such as Europe/Berlin'),
  isArn('functionArn', props.functionArn),
  isArn('keyArn', props.keyArn),
  isArn('deadLetters.queueArn', props.deadLetters.queueArn),
  within('retry.maxAttempts', retry.maxAttempts, 0, 185),
  within('retry.maxAgeSeconds', retry.maxAgeSeconds, 60, 86_400),
];

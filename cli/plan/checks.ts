/**
 * danger: fails the review unless a waiver covers it. warning: said, and never fails. notice: good to know.
 */
export type Severity = 'danger' | 'warning' | 'notice';

interface Check {
  /** What goes wrong with it. */
  readonly why: string;
  /** What to do instead, or to make sure of first. */
  readonly fix: string;
}

/** Our own checks: what a change does, which a scan of the result cannot know. In the order in which they are told. */
export const checks = {
  MK_DATA_DESTROYED: {
    why: 'what it holds is gone with the apply, and no rollback brings it back',
    fix: 'keep the resource; to let Terraform forget it without deleting it use a `removed` block with destroy = false',
  },
  MK_DATA_REPLACED: {
    why: 'Terraform deletes it with all that it holds and makes an empty one',
    fix: 'undo the change to the attribute that forces this; where it must be, make a second one, copy, switch over, then remove the first',
  },
  MK_AUDIT_WEAKENED: {
    why: 'what happens from then on leaves no trace that an auditor accepts',
    fix: 'keep the trail, its validation and its lock; they may only grow',
  },
  MK_PUBLIC: {
    why: 'anybody on the internet can reach it',
    fix: 'name who may reach it, by principal, network or authorizer',
  },
  MK_POLICY_WIDENED: {
    why: 'a role, service or account may do more than before',
    fix: 'name the actions, the resources and the conditions that the code needs, and no more',
  },
  MK_BOUNDARY_DROPPED: {
    why: 'the permissions boundary is what keeps a role within the platform whatever its policies say',
    fix: 'keep permissions_boundary set',
  },
  MK_ENCRYPTION_WEAKENED: {
    why: 'data lies or travels unprotected, or under a key that others administer',
    fix: 'keep the platform key and TLS',
  },
  MK_KEY_ROTATION_OFF: {
    why: 'the same key material stays in use for ever (requirement: yearly rotation)',
    fix: 'keep enable_key_rotation = true',
  },
  MK_PROTECTION_OFF: {
    why: 'the next mistake, of a person or a program, can no longer be undone',
    fix: 'keep recovery, versions and deletion protection on; take them off only in the plan that tears down',
  },
  MK_RETENTION_WEAKENED: {
    why: 'records go earlier than the rules allow, or patient data stays longer than they allow',
    fix: 'keep the retention that the environment names',
  },
  MK_SERVING_STOPPED: {
    why: 'nobody gets predictions from the apply until it is back',
    fix: 'make the new one first and move the traffic, or say in the change that serving ends',
  },
  MK_ENDPOINT_UPDATE: {
    why: 'Terraform reports an update that SageMaker rolled back as done and then deletes the old configuration (provider issues 46663, 48997), and does not keep the instance counts that autoscaling set (48990)',
    fix: 'leave endpoint_config_name to the deploy function: lifecycle ignore_changes = [endpoint_config_name]',
  },
  MK_CAPACITY_LOWERED: {
    why: 'the same traffic meets fewer or smaller machines: latency, throttling, errors',
    fix: 'lower it outside the busy hours and watch latency and throttles, or keep it',
  },
  MK_ALARM_REMOVED: {
    why: 'what it watched can fail and nobody is told',
    fix: 'keep it, or name the alarm that takes its place',
  },
  MK_ALARM_SILENCED: {
    why: 'it still changes its state and tells nobody',
    fix: 'keep its actions; for a planned outage mute it in CloudWatch, for that time',
  },
  MK_ALARM_LOOSENED: {
    why: 'it fires later, or not at all where it fired before',
    fix: 'say in the change why the old bound was wrong',
  },
  MK_ALARM_MISSING_DATA: {
    why: 'an alarm that says nothing about missing data stays in INSUFFICIENT_DATA when its source falls silent',
    fix: 'set treat_missing_data: breaching where silence is a fault, notBreaching where it is rest',
  },
  MK_TRIGGER_OFF: {
    why: 'the loop from drift to retraining, or a schedule, no longer starts by itself',
    fix: 'keep it enabled; to stop one use case use its kill switch, which is audited',
  },
  MK_MONITORING_REMOVED: {
    why: 'drift or a fall in quality is no longer seen',
    fix: 'keep the schedule, or name what measures in its place',
  },
  MK_NETWORK_REMOVED: {
    why: 'what runs in it loses its way out or its address, and cannot be moved while it runs',
    fix: 'move functions, jobs and endpoints to other subnets or endpoints first, remove it in a later plan',
  },
  MK_STATE_MACHINE_STOPPED: {
    why: 'running retrainings are aborted, without notification, and their lock stays',
    fix: 'wait until none runs; change the definition in place and keep the name',
  },
  MK_EXECUTION_DATA_LOGGED: {
    why: 'inputs and outputs of each state would stand in the log, and may stem from patients',
    fix: 'keep include_execution_data = false',
  },
  MK_STATE_MACHINE_CHANGED: {
    why: 'executions that run keep the old definition; new ones take the new',
    fix: 'read the changed states below, and the path tests of the state machine',
  },
  MK_STATE_MACHINE_PITFALL: {
    why: 'Step Functions accepts it and it does not do what it seems to',
    fix: 'see the finding',
  },
  MK_UNKNOWN: {
    why: 'it cannot be reviewed before it is done',
    fix: 'look at it after the apply, or make its inputs known (names instead of attributes of new resources)',
  },
  MK_FORGOTTEN: {
    why: 'it stays in the account, with its cost and its access, and nothing manages it',
    fix: 'note who owns it from now on',
  },
  MK_REPLACED: {
    why: 'Terraform deletes it and makes a new one, with another identity',
    fix: 'see that nothing outside this stack knows the old one',
  },
  MK_FUNCTION_CHANGED: {
    why: 'new code, runtime or settings take effect with the apply',
    fix: 'nothing, where that is the purpose of the change',
  },
  MK_DRIFTED: {
    why: 'somebody changed it outside Terraform since the last apply; this plan may put it back',
    fix: 'find out who and why (the audit trail) before putting it back',
  },
  MK_TAGS: {
    why: 'tags only: nothing runs differently; cost reports and tag-based permissions may group it anew',
    fix: 'nothing',
  },
  MK_PARTIAL: {
    why: 'Terraform put a part off to a later plan',
    fix: 'plan again after this apply and review that too',
  },
} as const satisfies Record<string, Check>;

export type CheckId = keyof typeof checks;

export const rankOf = new Map(Object.keys(checks).map((id, rank) => [id, rank]));

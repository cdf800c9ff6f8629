"""CloudWatch: an alarm that changes (SetAlarmState) sends an event, acts, and moves composite alarms that name it."""

import json
import re

from moto.cloudwatch.models import CloudWatchBackend
from moto.sns.models import sns_backends

from .background import emit, iso, later
from .targets import deliver


def metric_stat(metric, period, statistic):
    return {
        "metric": {
            "namespace": metric.namespace,
            "name": metric.metric_name if hasattr(metric, "metric_name") else metric.name,
            "dimensions": {d.name: d.value for d in metric.dimensions or []},
        },
        "period": period,
        "stat": statistic,
    }


def metrics_of(alarm):
    """`configuration.metrics` of the event: the one metric, or each of the alarm's queries."""
    if not alarm.metric_data_queries:
        stat = metric_stat(alarm, alarm.period, alarm.statistic or alarm.extended_statistic)
        return [{"id": "m1", "metricStat": stat, "returnData": True}]
    described = []
    for query in alarm.metric_data_queries:
        entry = {"id": query.id, "returnData": query.return_data}
        if query.expression:
            entry |= {"expression": query.expression, "label": query.label}
        else:
            stat = query.metric_stat
            entry["metricStat"] = metric_stat(stat.metric, stat.period, stat.stat)
        described.append(entry)
    return described


def composite_state(backend, rule):
    """ALARM or OK of a rule such as `ALARM("a") AND NOT OK("b")`; raises ValueError for anything else."""

    def holds(match):
        state, name = match[1], match[2]
        return str(name in backend.alarms and backend.alarms[name].state_value == state)

    text = re.sub(r'\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*"?([^")]+?)"?\s*\)', holds, rule)
    text = re.sub(r"\b(AND|OR|NOT)\b", lambda m: m[0].lower(), text)
    text = re.sub(r"\b(TRUE|FALSE)\b", lambda m: m[0].title(), text)
    if not re.fullmatch(r"(True|False|and|or|not|[()\s])*", text):  # nothing else reaches eval
        raise ValueError(f"alarm rule: {rule}")
    return "ALARM" if eval(text) else "OK"


_set_alarm_state = CloudWatchBackend.set_alarm_state


def set_alarm_state(self, alarm_name, reason, reason_data, state_value):
    alarm = self.alarms.get(alarm_name)
    before = alarm and alarm.state_value
    _set_alarm_state(self, alarm_name, reason, reason_data, state_value)
    if before == state_value:
        return
    announce(self, alarm, before, reason)
    act(self, alarm, before, reason)
    for other in list(self.alarms.values()):
        if other.rule and alarm_name in other.rule and other.name != alarm_name:
            why = f"{alarm.alarm_arn} transitioned to {state_value}"
            set_alarm_state(self, other.name, why, None, composite_state(self, other.rule))


def announce(backend, alarm, before, reason):
    watched = {"alarmRule": alarm.rule} if alarm.rule else {"metrics": metrics_of(alarm)}
    detail = {
        "alarmName": alarm.name,
        "state": {"value": alarm.state_value, "reason": reason, "timestamp": iso()},
        "previousState": {"value": before, "timestamp": iso()},
        "configuration": {"description": alarm.description, **watched},
    }
    kind = "CloudWatch Alarm State Change"
    emit(backend.account_id, backend.region_name, "aws.cloudwatch", kind, detail, [alarm.alarm_arn])


def act(backend, alarm, before, reason):
    """The alarm's actions: SNS topics and functions."""
    if alarm.actions_enabled not in (True, "true", "True"):
        return
    account, region, state = backend.account_id, backend.region_name, alarm.state_value
    actions = {
        "ALARM": alarm.alarm_actions,
        "OK": alarm.ok_actions,
        "INSUFFICIENT_DATA": alarm.insufficient_data_actions,
    }[state]
    message = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": account,
        "Region": region,
        "NewStateValue": state,
        "NewStateReason": reason,
        "OldStateValue": before,
        "StateChangeTime": iso(),
        "AlarmArn": alarm.alarm_arn,
    }
    text, subject = json.dumps(message), f'{state}: "{alarm.name}" in {region}'
    for arn in actions or []:
        if ":sns:" in arn:
            later(lambda topic: sns_backends[account][region].publish(text, arn=topic, subject=subject), arn)
        elif ":lambda:" in arn:
            deliver(arn, text)


CloudWatchBackend.set_alarm_state = set_alarm_state

"""EventBridge: patterns that look into arrays, rules to targets, with input transformers and a target's dead letters."""

import copy
import json
import re

from moto.events.models import EventPattern, Rule

from .background import iso, log
from .targets import deliver

OURS = re.compile(r"arn:[^:]+:(lambda|states|sns|sqs|kinesis|sagemaker):")
# A JSON string of the template, or a <name> that stands alone.
TEMPLATE_PARTS = re.compile(r'"(?:[^"\\]|\\.)*"|<([\w.-]+)>')
PLACEHOLDER = re.compile(r"<([\w.-]+)>")


_matches_event = EventPattern.matches_event


def readings(node):
    """The event with each array of objects read as one of them, in every way: a pattern must match within one object."""
    if isinstance(node, dict):
        found = [{}]
        for key, value in node.items():
            found = [before | {key: one} for before in found for one in readings(value)]
        return found
    if isinstance(node, list) and node and all(isinstance(item, dict) for item in node):
        return [one for item in node for one in readings(item)]
    return [node]


def matches_event(pattern, event):
    return any(_matches_event(pattern, one) for one in readings(event))


EventPattern.matches_event = matches_event


def look_up(path, event):
    """The value at `$.a.b[0]`, or None."""
    for step in re.findall(r"[^.\[\]]+", path)[1:]:
        if isinstance(event, dict):
            event = event.get(step)
        else:
            event = event[int(step)] if isinstance(event, list) and step.isdigit() else None
    return event


def text_for(target, event, rule):
    """What the target receives: the constant Input, the part at InputPath, the filled template, or the event."""
    if target.get("Input"):
        return target["Input"]
    if target.get("InputPath"):
        return json.dumps(look_up(target["InputPath"], event))
    if not target.get("InputTransformer"):
        return json.dumps(event)
    transformer = target["InputTransformer"]
    values = {name: look_up(path, event) for name, path in transformer.get("InputPathsMap", {}).items()} | {
        "aws.events.rule-arn": rule.arn,
        "aws.events.rule-name": rule.name,
        "aws.events.event": event,
        "aws.events.event.json": event,
        "aws.events.event.ingestion-time": event["time"],
    }

    def inside_string(match):
        value = values.get(match[1])
        return json.dumps(value if isinstance(value, str) else json.dumps(value))[1:-1]

    def fill(match):
        if match[0].startswith('"'):
            return PLACEHOLDER.sub(inside_string, match[0])
        return json.dumps(values.get(match[1]))

    return TEMPLATE_PARTS.sub(fill, transformer["InputTemplate"])


_send = Rule.send_to_targets


def send_to_targets(rule, event, transform_input=True):
    scheduled = rule.scheduled_expression and not rule.event_pattern.get_pattern()
    if rule.state == "DISABLED" or scheduled or not rule.event_pattern.matches_event(event):
        return
    whole = {k: v for k, v in event.items() if k != "ingestion-time"}
    if not isinstance(whole["time"], str):
        whole["time"] = iso(whole["time"])
    for target in list(rule.targets):
        try:
            if OURS.match(target["Arn"]):
                deliver(target["Arn"], text_for(target, whole, rule), target)
            else:  # log groups, archives, other buses: moto's own way
                alone = copy.copy(rule)
                alone.targets = [target]
                _send(alone, event, transform_input)
        except Exception:
            log.exception("rule %s to %s", rule.name, target["Arn"])
            if target.get("DeadLetterConfig", {}).get("Arn"):
                deliver(target["DeadLetterConfig"]["Arn"], json.dumps(whole))


Rule.send_to_targets = send_to_targets

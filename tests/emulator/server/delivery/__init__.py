"""What AWS does by itself and moto does not: events reach their targets, alarms and executions announce
themselves, notifications go out, asynchronous calls are tried again and then sent to a dead-letter queue."""

from . import alarms, asynchronous, executions, model_events, notifications, object_events, rules

__all__ = ["alarms", "asynchronous", "executions", "model_events", "notifications", "object_events", "rules"]

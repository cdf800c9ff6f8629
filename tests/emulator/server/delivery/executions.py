"""Step Functions: `Step Functions Execution Status Change` when an execution starts and when it ends."""

import datetime
import json

from moto.stepfunctions.parser.backend import execution as module

from .background import emit


def milliseconds(moment):
    """Of seconds since the epoch, an ISO text or a datetime; None stays None."""
    if moment is None:
        return None
    if isinstance(moment, (int, float)):
        return int(moment * 1000)
    if isinstance(moment, str):
        moment = datetime.datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return int(moment.timestamp() * 1000)


def text(value):
    return value if value is None or isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def announce(execution):
    status = execution.exec_status
    detail = {
        "executionArn": execution.exec_arn,
        "stateMachineArn": getattr(execution.state_machine, "source_arn", None)
        or execution.state_machine.arn,
        "name": execution.name,
        "status": str(getattr(status, "value", status)),
        "startDate": milliseconds(execution.start_date),
        "stopDate": milliseconds(execution.stop_date),
        "input": execution.execution_input,
        "output": text(execution.output),
        "error": execution.error,
        "cause": execution.cause,
    }
    kind = "Step Functions Execution Status Change"
    emit(execution.account_id, execution.region_name, "aws.states", kind, detail, [execution.exec_arn])


_terminated = module.BaseExecutionWorkerCommunication.terminated
_start = module.Execution.start


def terminated(self):
    _terminated(self)
    announce(self.execution)


def start(self):
    _start(self)
    announce(self)


module.BaseExecutionWorkerCommunication.terminated, module.Execution.start = terminated, start

"""Step Functions: how an execution ends other than by itself. moto reports a stopped one as FAILED where a task was
waiting, and forgets the error and cause of StopExecution and the cause of SendTaskFailure. Waits are cut short where
EMULATOR_LONGEST_WAIT_SECONDS says so."""

import os
import time

from moto.core.responses import ActionResult, EmptyResult
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.program_state import ProgramStopped
from moto.stepfunctions.responses import StepFunctionResponse

# An execution's thread needs some milliseconds until it can be stopped.
STARTED_WITHIN_SECONDS = 2

LONGEST_WAIT_SECONDS = float(os.environ.get("EMULATOR_LONGEST_WAIT_SECONDS", "inf"))

_set_error = Environment.set_error
_wait_interval = WaitFunction._wait_interval
_describe_execution = StepFunctionResponse.describe_execution


def set_error(self, error):
    """The task that was waiting when the execution was stopped fails, but not the execution."""
    if not isinstance(self._program_state, ProgramStopped):
        _set_error(self, error)


def wait_interval(self, env, wait_seconds):
    _wait_interval(self, env, min(wait_seconds, LONGEST_WAIT_SECONDS))


def wait_until_started(execution):
    give_up_at = time.monotonic() + STARTED_WITHIN_SECONDS
    while execution.exec_worker.env is None and time.monotonic() < give_up_at:
        time.sleep(0.01)


def stop_execution(self):
    backend, arn = self.stepfunction_backend, self._get_param("executionArn")
    execution = backend.describe_execution(arn)
    if execution.exec_status == ExecutionStatus.RUNNING:
        wait_until_started(execution)
        # Before it stops: its last event says them.
        execution.error, execution.cause = self._get_param("error"), self._get_param("cause")
        backend.stop_execution(arn)
    return ActionResult({"stopDate": execution.stop_date or time.time()})


def send_task_failure(self):
    token, error, cause = (self._get_param(name) for name in ("taskToken", "error", "cause"))
    self.stepfunction_backend.send_task_failure(token, error=error, cause=cause)
    return EmptyResult()


def describe_execution(self):
    result = _describe_execution(self)
    execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
    if execution.exec_status == ExecutionStatus.TIMED_OUT:
        result._result["stopDate"] = execution.stop_date
    return result


Environment.set_error = set_error
WaitFunction._wait_interval = wait_interval
StepFunctionResponse.stop_execution = stop_execution
StepFunctionResponse.send_task_failure = send_task_failure
StepFunctionResponse.describe_execution = describe_execution

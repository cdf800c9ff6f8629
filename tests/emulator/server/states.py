"""Step Functions: versions and aliases, ValidateStateMachineDefinition, SageMaker's .sync, AWS's error names."""

import json
import random
import threading
import uuid

from botocore.exceptions import ClientError
from moto.core.responses import ActionResult
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_aws_sdk as aws_sdk,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_unsupported as unsupported,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.static_analyser.express_static_analyser import ExpressStaticAnalyser
from moto.stepfunctions.parser.asl.static_analyser.static_analyser import StaticAnalyser
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse


def list_state_machine_versions(self):
    machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
    versions = [
        {"stateMachineVersionArn": v.arn, "creationDate": v.creation_date} for v in machine.versions.values()
    ]
    return ActionResult({"stateMachineVersions": versions})


def dangling(machine, at=""):
    """Transitions to states that do not exist; moto's analyser lets them pass."""
    states = machine.get("States", {})
    found = [] if machine.get("StartAt") in states else [(f"{at}/StartAt", machine.get("StartAt"))]
    for name, state in states.items():
        branches = state.get("Choices", []) + state.get("Catch", [])
        nexts = [state.get("Next"), state.get("Default"), *(branch.get("Next") for branch in branches)]
        found += [(f"{at}/States/{name}", n) for n in nexts if n and n not in states]
        mapped = [state[k] for k in ("ItemProcessor", "Iterator") if k in state]
        for inner in state.get("Branches", []) + mapped:
            found += dangling(inner, f"{at}/States/{name}")
    return found


def validate_state_machine_definition(self):
    """The provider asks for it in every plan whose definition is known."""
    definition = self._get_param("definition")
    analyser = ExpressStaticAnalyser if self._get_param("type") == "EXPRESS" else StaticAnalyser

    def problem(code, message, location):
        return {"severity": "ERROR", "code": code, "message": message, "location": location}

    try:
        analyser().analyse(definition)
        problems = [
            problem("MISSING_TRANSITION_TARGET", f"{name!r} is not a state", at)
            for at, name in dangling(json.loads(definition))
        ]
    except Exception as e:
        problems = [problem("SCHEMA_VALIDATION_FAILED", str(getattr(e, "message", None) or e)[:500], "/")]
    return ActionResult({"result": "FAIL" if problems else "OK", "diagnostics": problems, "truncated": False})


StepFunctionResponse.list_state_machine_versions = list_state_machine_versions
StepFunctionResponse.validate_state_machine_definition = validate_state_machine_definition

# StartExecution without a name (moto calls all of them "None"), and by the ARN of a version or an alias.
_start, _starting = StepFunctionsParserBackend.start_execution, threading.Lock()


def start_execution(self, state_machine_arn, name=None, execution_input=None, trace_header=None):
    parts = state_machine_arn.split(":")
    arn, qualifier = ":".join(parts[:7]), next(iter(parts[7:]), None)
    machine, version = self.describe_state_machine(arn), None
    if qualifier:
        if not qualifier.isdigit():
            routes = self.describe_state_machine_alias(state_machine_arn).routing_configuration
            route = random.choices(routes, [r["weight"] for r in routes])[0]
            qualifier = route["stateMachineVersionArn"].split(":")[-1]
        version = self.describe_state_machine(f"{arn}:{qualifier}")
    with _starting:  # moto copies the machine as it is now
        latest, machine.definition = machine.definition, (version or machine).definition
        try:
            return _start(self, arn, name or str(uuid.uuid4()), execution_input, trace_header)
        finally:
            machine.definition = latest


StepFunctionsParserBackend.start_execution = start_execution

# What an SDK call gives back becomes JSON (moto keeps dates and streams as they are), errors get AWS's names.
SERVICES = "SageMaker S3 Sns Sqs Lambda EventBridge CloudWatch SecretsManager Ssm Athena Glue".split()
aws_sdk._SERVICE_ERROR_NAMES.update({name.lower(): name for name in SERVICES})


def plain(value):
    if hasattr(value, "read"):
        return value.read().decode()
    return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"


def as_json(call):
    def evaluated(self, env, *rest, **more):
        call(self, env, *rest, **more)
        env.stack[-1] = json.loads(json.dumps(env.stack[-1], default=plain))

    return evaluated


for task in (aws_sdk.StateTaskServiceAwsSdk, unsupported.StateTaskServiceUnsupported):
    task._eval_service_task = as_json(task._eval_service_task)

# arn:aws:states:::sagemaker:create...Job.sync, and its errors by the names that AWS gives them.
JOB_KINDS = {
    "training_job": "TrainingJob",
    "processing_job": "ProcessingJob",
    "transform_job": "TransformJob",
    "hyper_parameter_tuning_job": "HyperParameterTuningJob",
}
# By the operation that creates one: the operation that describes it, the members that hold its name and its status.
JOBS = {f"create_{j}": (f"describe_{j}", name + "Name", name + "Status") for j, name in JOB_KINDS.items()}


def failure(task, env, error, cause):
    details = TaskFailedEventDetails(
        resource=task._get_sfn_resource(),
        resourceType=task._get_sfn_resource_type(),
        error=error.error_name,
        cause=cause,
    )
    return FailureEvent(
        env=env,
        error_name=error,
        event_type=HistoryEventType.TaskFailed,
        event_details=EventDetails(taskFailedEventDetails=details),
    )


def build_sync_resolver(self, env, resource_runtime_part, normalised_parameters, state_credentials):
    describe, name, status = JOBS[self._get_boto_service_action()]
    client = unsupported.boto_client_for(
        service="sagemaker", region=resource_runtime_part.region, state_credentials=state_credentials
    )
    env.stack.pop()

    def poll():
        job = getattr(client, describe)(**{name: normalised_parameters[name]})
        job.pop("ResponseMetadata", None)
        job = json.loads(json.dumps(job, default=lambda t: t.timestamp() * 1000))
        if job[status] in ("Failed", "Stopped"):
            task_failed = StatesErrorName(typ=StatesErrorNameType.StatesTaskFailed)
            raise FailureEventException(failure(self, env, task_failed, to_json_str(job)))
        return job if job[status] == "Completed" else None

    return poll


def from_error(self, env, ex):
    if not isinstance(ex, ClientError):
        return super(unsupported.StateTaskServiceUnsupported, self)._from_error(env=env, ex=ex)
    service = self.resource.service_name.replace("sagemaker", "SageMaker")
    error = ex.response["Error"]
    return failure(self, env, CustomErrorName(f"{service}.{error['Code']}"), error["Message"])


unsupported._SUPPORTED_INTEGRATION_PATTERNS.add(ResourceCondition.Sync)
unsupported.StateTaskServiceUnsupported._build_sync_resolver = build_sync_resolver
unsupported.StateTaskServiceUnsupported._from_error = from_error

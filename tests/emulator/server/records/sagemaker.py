"""SageMaker: records that moto lacks, arguments that it forgets, updates of an endpoint."""

import json
import re
import time
import types

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult, EmptyResult
from moto.sagemaker.models import FakeEndpointConfig, SageMakerModelBackend
from moto.sagemaker.responses import SageMakerResponse

from .store import store

# moto's list lacks g5, m6i and later.
FakeEndpointConfig.validate_instance_type = lambda self, instance_type: None
_resource_from_arn = SageMakerModelBackend._get_resource_from_arn


def resource_from_arn(self, arn):
    """Tags for any kind of resource."""
    try:
        found = _resource_from_arn(self, arn)
    except (AttributeError, KeyError, ValueError):
        found = None
    return found or store(self, "tagged").setdefault(arn, types.SimpleNamespace(tags=[]))


SageMakerModelBackend._get_resource_from_arn = resource_from_arn


def sagemaker_record(kind, path, **extra):
    """Create, Describe, Update, Delete and List for a resource that is only a record."""
    name, word = kind + "Name", re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()

    def key(self):
        return path.format(**{k: self._get_param(k) for k in re.findall(r"{(\w+)}", path)})

    def found(self):
        if key(self) not in store(self.sagemaker_backend, kind):
            raise JsonRESTError("ResourceNotFound", f"{kind} {self._get_param(name)} does not exist.")
        return store(self.sagemaker_backend, kind)[key(self)]

    def create(self):
        backend, now = self.sagemaker_backend, time.time()
        arn = f"arn:aws:sagemaker:{backend.region_name}:{backend.account_id}:{key(self)}"
        given = {k: v for k, v in self.params.items() if k != "Tags"}
        store(backend, kind)[key(self)] = {
            **given,
            kind + "Arn": arn,
            "CreationTime": now,
            "LastModifiedTime": now,
            **extra,
        }
        backend._get_resource_from_arn(arn).tags.extend(self._get_param("Tags") or [])
        return ActionResult({kind + "Arn": arn})

    def update(self):
        record = found(self)
        record.update(self.params, LastModifiedTime=time.time())
        return ActionResult({kind + "Arn": record[kind + "Arn"]})

    def delete(self):
        found(self)
        del store(self.sagemaker_backend, kind)[key(self)]
        return EmptyResult()

    operations = {
        f"create_{word}": create,
        f"describe_{word}": lambda self: ActionResult(found(self)),
        f"update_{word}": update,
        f"delete_{word}": delete,
    }
    for operation, do in operations.items():
        setattr(SageMakerResponse, operation, do)
    return found


sagemaker_record("UserProfile", "user-profile/{DomainId}/{UserProfileName}", Status="InService")
sagemaker_record("CodeRepository", "code-repository/{CodeRepositoryName}")
sagemaker_record("DeviceFleet", "device-fleet/{DeviceFleetName}")
sagemaker_record("FeatureGroup", "feature-group/{FeatureGroupName}", FeatureGroupStatus="Created")
sagemaker_record("Image", "image/{ImageName}", ImageStatus="CREATED")
sagemaker_record("StudioLifecycleConfig", "studio-lifecycle-config/{StudioLifecycleConfigName}")
schedule = sagemaker_record(
    "MonitoringSchedule", "monitoring-schedule/{MonitoringScheduleName}", MonitoringScheduleStatus="Scheduled"
)


def set_schedule(status):
    def operation(self):
        schedule(self)["MonitoringScheduleStatus"] = status
        return EmptyResult()

    return operation


def list_monitoring_schedules(self):
    schedules = store(self.sagemaker_backend, "MonitoringSchedule").values()
    return ActionResult({"MonitoringScheduleSummaries": list(schedules)})


SageMakerResponse.stop_monitoring_schedule = set_schedule("Stopped")
SageMakerResponse.start_monitoring_schedule = set_schedule("Scheduled")
SageMakerResponse.list_monitoring_schedules = list_monitoring_schedules


def sagemaker_keep(kind, word, *fields, **defaults):
    """Arguments (and tags) of a Create that its Describe is to give back."""
    create = getattr(SageMakerResponse, f"create_{word}")
    describe = getattr(SageMakerResponse, f"describe_{word}")

    def created(self):
        result = create(self)
        arn = result._result[kind + "Arn"]
        kept = {k: self._get_param(k) for k in fields if self._get_param(k) is not None}
        for key in (self._get_param(kind + "Name"), arn.split("/")[-1]):
            store(self.sagemaker_backend, kind)[key] = {**defaults, **kept}
        tagged = self.sagemaker_backend._get_resource_from_arn(arn)
        if isinstance(tagged, types.SimpleNamespace):
            tagged.tags.extend(self._get_param("Tags") or [])
        return result

    def described(self):
        result = describe(self)
        asked = self._get_param(kind + "Id") or self._get_param(kind + "Name")
        kept = store(self.sagemaker_backend, kind).get(asked, {})
        result._result = {**{k: v for k, v in result._result.items() if v != {}}, **kept}
        return result

    setattr(SageMakerResponse, f"create_{word}", created)
    setattr(SageMakerResponse, f"describe_{word}", described)


_create_domain = SageMakerResponse.create_domain
_describe_domain = SageMakerResponse.describe_domain
_create_endpoint = SageMakerResponse.create_endpoint


def create_domain(self):
    result = _create_domain(self)
    result._result["DomainId"] = result._result["DomainArn"].split("/")[-1]
    return result


def describe_domain(self):
    if self._get_param("DomainId") not in self.sagemaker_backend.domains:
        raise JsonRESTError("ResourceNotFound", f"Domain {self._get_param('DomainId')} does not exist.")
    return _describe_domain(self)


def create_endpoint(self):
    result = _create_endpoint(self)
    endpoint = self.sagemaker_backend.endpoints[self._get_param("EndpointName")]
    endpoint.last_deployment_config = self._get_param("DeploymentConfig")
    return result


def update_endpoint(self):
    name, backend = self._get_param("EndpointName"), self.sagemaker_backend
    if name not in backend.endpoints:
        raise JsonRESTError("ValidationException", f'Could not find endpoint "{name}".')
    endpoint = backend.endpoints[name]
    config = backend.describe_endpoint_config(self._get_param("EndpointConfigName"))
    endpoint.endpoint_config_name = self._get_param("EndpointConfigName")
    endpoint.production_variants = endpoint._process_production_variants(config["ProductionVariants"])
    endpoint.data_capture_config = config.get("DataCaptureConfig")
    endpoint.last_modified_time = time.time()
    endpoint.last_deployment_config = self._get_param("DeploymentConfig")
    return ActionResult({"EndpointArn": endpoint.arn})


def delete_model_package_group(self):
    name = self._get_param("ModelPackageGroupName").split("/")[-1]
    if not self.sagemaker_backend.model_package_groups.pop(name, None):
        raise JsonRESTError("ValidationException", f"Model Package Group {name} does not exist.")
    return EmptyResult()


def list_pipeline_execution_steps(self):
    backend, arn = self.sagemaker_backend, self._get_param("PipelineExecutionArn")
    created = backend.describe_pipeline_execution(arn)["CreationTime"]
    definition = backend.describe_pipeline_definition_for_execution(arn)["PipelineDefinition"]
    ended = {"StepStatus": "Succeeded", "StartTime": created, "EndTime": created}
    steps = json.loads(definition or "{}").get("Steps", [])
    return ActionResult({"PipelineExecutionSteps": [{"StepName": step["Name"], **ended} for step in steps]})


SageMakerResponse.list_pipeline_execution_steps = list_pipeline_execution_steps
SageMakerResponse.list_monitoring_executions = lambda self: ActionResult({"MonitoringExecutionSummaries": []})
SageMakerResponse.create_domain = create_domain
SageMakerResponse.describe_domain = describe_domain
SageMakerResponse.create_endpoint = create_endpoint
SageMakerResponse.update_endpoint = update_endpoint
SageMakerResponse.delete_model_package_group = delete_model_package_group
sagemaker_keep("Model", "model", "EnableNetworkIsolation")
sagemaker_keep("EndpointConfig", "endpoint_config")
sagemaker_keep("JobDefinition", "data_quality_job_definition")
sagemaker_keep("Domain", "domain", "TagPropagation", TagPropagation="DISABLED")
sagemaker_keep(
    "NotebookInstance", "notebook_instance", "PlatformIdentifier", "InstanceMetadataServiceConfiguration"
)
sagemaker_keep("NotebookInstanceLifecycleConfig", "notebook_instance_lifecycle_config")

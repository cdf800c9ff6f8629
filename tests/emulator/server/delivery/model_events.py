"""SageMaker: one pipeline execution for one request token; a pipeline's end and a package's state are announced."""

import threading

from moto.sagemaker.models import SageMakerModelBackend

from records.store import store

from .background import emit, iso

_start_pipeline = SageMakerModelBackend.start_pipeline_execution
_create_package = SageMakerModelBackend.create_model_package
_update_package = SageMakerModelBackend.update_model_package
_starting = threading.Lock()


def start_pipeline_execution(self, pipeline_name, *rest):
    """A known ClientRequestToken gives the execution that it started, whatever else the call says."""
    token, started = rest[-1], store(self, "tokens")
    with _starting:  # of two calls at the same time, one starts it
        if token and (pipeline_name, token) in started:
            return started[(pipeline_name, token)]
        result = started[(pipeline_name, token)] = _start_pipeline(self, pipeline_name, *rest)
    execution = self.describe_pipeline_execution(result["PipelineExecutionArn"])
    detail = {
        "pipelineArn": execution["PipelineArn"],
        "pipelineExecutionArn": execution["PipelineExecutionArn"],
        "pipelineExecutionDisplayName": execution["PipelineExecutionDisplayName"],
        "previousPipelineExecutionStatus": "Executing",
        "currentPipelineExecutionStatus": "Succeeded",
        "executionStartTime": iso(),
        "executionEndTime": iso(),
    }
    kind = "SageMaker Model Building Pipeline Execution Status Change"
    resources = [execution["PipelineArn"], execution["PipelineExecutionArn"]]
    emit(self.account_id, self.region_name, "aws.sagemaker", kind, detail, resources)
    return result


def find_package(backend, arn_or_name):
    return backend.model_packages.get(backend.model_package_name_mapping.get(arn_or_name, arn_or_name))


def announce_package(backend, arn):
    package = find_package(backend, arn)
    detail = {
        "ModelPackageGroupName": package.model_package_group_name,
        "ModelPackageName": package.model_package_name,
        "ModelPackageArn": package.arn,
        "ModelPackageVersion": package.model_package_version,
        "ModelPackageStatus": package.model_package_status,
        "ModelApprovalStatus": package.model_approval_status,
        "ApprovalDescription": package.approval_description,
        "CustomerMetadataProperties": package.customer_metadata_properties,
    }
    kind = "SageMaker Model Package State Change"
    emit(backend.account_id, backend.region_name, "aws.sagemaker", kind, detail, [package.arn])
    return arn


def create_model_package(self, *rest, **more):
    return announce_package(self, _create_package(self, *rest, **more))


def update_model_package(self, model_package_arn, **changes):
    package = find_package(self, model_package_arn)
    if package:  # moto forgets what the call leaves out
        changes["approval_description"] = changes["approval_description"] or package.approval_description
        changes["customer_metadata_properties"] = {
            **(package.customer_metadata_properties or {}),
            **(changes["customer_metadata_properties"] or {}),
        }
    return announce_package(self, _update_package(self, model_package_arn, **changes))


SageMakerModelBackend.start_pipeline_execution = start_pipeline_execution
SageMakerModelBackend.create_model_package = create_model_package
SageMakerModelBackend.update_model_package = update_model_package

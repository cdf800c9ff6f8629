"""One message to the resource that an ARN names: a rule's target, a destination, a dead-letter queue."""

import uuid

from moto.awslambda.models import lambda_backends
from moto.kinesis.models import kinesis_backends
from moto.sagemaker.models import sagemaker_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from moto.stepfunctions.parser.models import stepfunctions_parser_backends


def deliver(arn, text, target=None):
    """Raises what the service raises (the resource does not exist); `target` is EventBridge's description of it."""
    target = target or {}
    service, region, account, name = arn.split(":", 5)[2:]
    if service == "lambda":
        # Looked up here, so that a missing function fails the delivery and not a thread.
        from .asynchronous import call_later

        call_later(lambda_backends[account][region].get_function(arn), text)
    elif service == "states":
        stepfunctions_parser_backends[account][region].start_execution(arn, str(uuid.uuid4()), text)
    elif service == "sns":
        sns_backends[account][region].publish(text, arn=arn)
    elif service == "sqs":
        group = target.get("SqsParameters", {}).get("MessageGroupId")
        sqs_backends[account][region].send_message(name, text, group_id=group)
    elif service == "kinesis":
        kinesis_backends[account][region].put_record(arn, None, str(uuid.uuid4()), None, text)
    elif service == "sagemaker" and name.startswith("pipeline/"):
        parameters = target.get("SageMakerPipelineParameters", {}).get("PipelineParameterList", [])
        pipeline, token = name.removeprefix("pipeline/"), str(uuid.uuid4())
        sagemaker_backends[account][region].start_pipeline_execution(
            pipeline, None, parameters, None, None, token
        )
    else:
        raise NotImplementedError(arn)

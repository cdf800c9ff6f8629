"""Reads {"steps": [{"name", "type", "arguments"}]} and says for each whether botocore would send its call."""

import json
import sys

from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

CALLS = {
    "Processing": ("CreateProcessingJob", "ProcessingJobName"),
    "Training": ("CreateTrainingJob", "TrainingJobName"),
    "Tuning": ("CreateHyperParameterTuningJob", "HyperParameterTuningJobName"),
    "Model": ("CreateModel", "ModelName"),
    "RegisterModel": ("CreateModelPackage", None),
}

service = ServiceModel(Loader().load_service_model("sagemaker", "service-2"))
answers = []
for step in json.load(sys.stdin)["steps"]:
    if step["type"] not in CALLS:
        continue
    operation, name = CALLS[step["type"]]
    arguments = {**({name: "a-job"} if name else {}), **step["arguments"]}
    report = ParamValidator().validate(arguments, service.operation_model(operation).input_shape)
    answers.append({"name": step["name"], "report": report.generate_report()})
print(json.dumps(answers))

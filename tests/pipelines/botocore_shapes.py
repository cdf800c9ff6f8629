"""Prints the shapes of SageMaker's API that pipeline steps take and give, as botocore (Apache-2.0) describes them.

After an upgrade of botocore:
  .venv/emulator/bin/python tests/pipelines/botocore_shapes.py > pipelines/sagemaker/validate/shapes.json
  npx prettier --write pipelines/sagemaker/validate/shapes.json
"""

import json

from botocore.loaders import Loader

OPERATIONS = {
    "Processing": ("CreateProcessingJob", "DescribeProcessingJob"),
    "Training": ("CreateTrainingJob", "DescribeTrainingJob"),
    "Tuning": ("CreateHyperParameterTuningJob", "DescribeHyperParameterTuningJob"),
    "Transform": ("CreateTransformJob", "DescribeTransformJob"),
    "Model": ("CreateModel", "DescribeModel"),
    "RegisterModel": ("CreateModelPackage", "DescribeModelPackage"),
}


def slim(shape):
    """The shape without documentation, its members by the names of their shapes."""
    kept = {key: shape[key] for key in ("type", "required", "enum", "min", "max", "pattern") if key in shape}
    if "members" in shape:
        kept["members"] = {name: member["shape"] for name, member in shape["members"].items()}
    for key in ("member", "key", "value"):
        if key in shape:
            kept[key] = shape[key]["shape"]
    return kept


def main():
    model = Loader().load_service_model("sagemaker", "service-2")
    shapes, found, steps = model["shapes"], {}, {}

    def walk(name):
        if name in found:
            return
        found[name] = slim(shapes[name])
        for inner in found[name].get("members", {}).values():
            walk(inner)
        for key in ("member", "key", "value"):
            if key in found[name]:
                walk(found[name][key])

    for step, (create, describe) in OPERATIONS.items():
        arguments = model["operations"][create]["input"]["shape"]
        properties = model["operations"][describe]["output"]["shape"]
        walk(arguments)
        walk(properties)
        steps[step] = {"arguments": arguments, "properties": properties}
    print(json.dumps({"steps": steps, "shapes": dict(sorted(found.items()))}, indent=1))


main()

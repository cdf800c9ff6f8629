"""Application Auto Scaling: tags of scalable targets."""

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from .store import tag_operations

tag_target = tag_operations(
    ApplicationAutoScalingResponse,
    lambda self: self.applicationautoscaling_backend,
    "ResourceARN",
    "Tags",
    "TagKeys",
)
_register = ApplicationAutoScalingResponse.register_scalable_target


def register_scalable_target(self):
    result = _register(self)
    tag_target(self, json.loads(result)["ScalableTargetARN"])
    return result


ApplicationAutoScalingResponse.register_scalable_target = register_scalable_target

"""The Cloud Control API, of which moto has nothing: every request succeeds at once, a resource is a record.

The Terraform configuration must carry `schema` itself: no schema is known here."""

import json
import re
import time
import uuid

from moto.sagemaker.models import sagemaker_backends

from records.store import store


def answer(operation, asked, account, region):
    """(status, JSON body) of one call."""
    kind, key = asked.get("TypeName"), asked.get("Identifier")
    backend = sagemaker_backends[account][region]  # any backend that a reset clears
    resources, requests = store(backend, "cloud_control"), store(backend, "cloud_control_requests")

    def progress(operation_name, identifier, model=None):
        token = str(uuid.uuid4())
        event = {
            "TypeName": kind,
            "Identifier": identifier,
            "RequestToken": token,
            "Operation": operation_name,
            "OperationStatus": "SUCCESS",
            "EventTime": time.time(),
        }
        if model:
            event["ResourceModel"] = json.dumps(model)
        requests[token] = {"ProgressEvent": event}
        return 200, requests[token]

    if operation == "GetResourceRequestStatus":
        return 200, requests[asked["RequestToken"]]
    if operation == "CreateResource":
        model = json.loads(asked["DesiredState"])
        key = name_it(kind, model, account, region)
        resources[key] = model
        return progress("CREATE", key, model)
    if operation == "ListResources":
        listed = [{"Identifier": k, "Properties": json.dumps(m)} for k, m in resources.items()]
        return 200, {"TypeName": kind, "ResourceDescriptions": listed}
    if key not in resources:
        return 400, {"__type": "ResourceNotFoundException", "message": f"{kind} {key} was not found"}
    if operation == "GetResource":
        described = {"Identifier": key, "Properties": json.dumps(resources[key])}
        return 200, {"TypeName": kind, "ResourceDescription": described}
    if operation == "DeleteResource":
        del resources[key]
        return progress("DELETE", key)
    if operation == "UpdateResource":
        for patch in json.loads(asked["PatchDocument"]):
            apply_patch(resources[key], patch)
        return progress("UPDATE", key, resources[key])
    return 400, {"__type": "UnsupportedActionException", "message": operation}


def name_it(kind, model, account, region):
    """The resource's ARN, written into the model as its read-only property."""
    _, service, short = kind.split("::")
    known = (model.get(name) for name in (short + "Name", "JobDefinitionName", "Name"))
    name = next((n for n in known if n), None) or uuid.uuid4().hex[:12]
    dashed = re.sub(r"(?<!^)(?=[A-Z])", "-", short).lower()
    arn = f"arn:aws:{service.lower()}:{region}:{account}:{dashed}/{name}"
    model["JobDefinitionArn" if short.endswith("JobDefinition") else "Arn"] = arn
    return arn


def apply_patch(model, patch):
    """One operation (add, replace, remove) of a JSON Patch."""
    *parents, last = patch["path"].strip("/").split("/")
    at = model
    for step in parents:
        at = at[int(step) if isinstance(at, list) else step]
    last = int(last) if isinstance(at, list) else last
    if patch["op"] == "remove":
        at.pop(last)
    else:
        at[last] = patch["value"]

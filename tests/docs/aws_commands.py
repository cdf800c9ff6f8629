"""Reads [{"command": "aws ...", "words": [...]}] and prints what of it AWS's own service descriptions do not know."""

import json
import sys

import botocore.session
from botocore import xform_name

# Written by hand in the AWS CLI, not made from a service's description.
CUSTOM = {"s3", "sso"}
# Options of the CLI itself, whatever the command.
GENERAL = {"query", "output", "region", "profile", "max-items", "starting-token", "page-size", "endpoint-url"}

session = botocore.session.get_session()
services = set(session.get_available_services())


def problem(words):
    service, operation, *rest = words
    if service in CUSTOM:
        return None
    service = {"s3api": "s3"}.get(service, service)
    if service not in services:
        return f"no service {service}"
    model = session.get_service_model(service)
    operations = {xform_name(name, "-"): name for name in model.operation_names}
    if operation not in operations:
        return f"no operation {operation}"
    shape = model.operation_model(operations[operation]).input_shape
    members = shape.members if shape is not None else {}
    known = {xform_name(name, "-") for name in members} | GENERAL
    unknown = [word for word in rest if word.startswith("--") and word[2:] not in known]
    given = {word[2:] for word in rest if word.startswith("--")}
    required = {xform_name(name, "-") for name in (shape.required_members if shape is not None else [])}
    missing = sorted(required - given)
    if unknown:
        return f"no option {', '.join(unknown)}"
    return f"option {', '.join('--' + name for name in missing)} is missing" if missing else None


found = [(one["command"], problem(one["words"])) for one in json.load(sys.stdin)]
json.dump([f"{command}: {what}" for command, what in found if what], sys.stdout)

"""KMS, Kinesis, SQS, CloudTrail, CloudWatch, CloudWatch Logs, Athena: one or two operations each."""

import json
import time
import uuid

from moto.athena.responses import AthenaResponse
from moto.cloudtrail.models import CloudTrailBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.kinesis.responses import KinesisResponse
from moto.kms.responses import KmsResponse
from moto.logs.responses import LogsResponse
from moto.sqs.models import Queue

from .store import store

# --- KMS: the rotation's period -----------------------------------------------------------------------------
DEFAULT_ROTATION_DAYS = 365
_enable_key_rotation = KmsResponse.enable_key_rotation


def enable_key_rotation(self):
    key = self.kms_backend.get_key_id(self._get_param("KeyId"))
    store(self.kms_backend, "rotation")[key] = (
        self._get_param("RotationPeriodInDays") or DEFAULT_ROTATION_DAYS
    )
    return _enable_key_rotation(self)


def get_key_rotation_status(self):
    key = self.kms_backend.get_key_id(self._get_param("KeyId"))
    self._validate_cmk_id(key)
    if not self.kms_backend.get_key_rotation_status(key):
        return json.dumps({"KeyRotationEnabled": False})
    days = store(self.kms_backend, "rotation").get(key, DEFAULT_ROTATION_DAYS)
    return json.dumps({"KeyRotationEnabled": True, "RotationPeriodInDays": days})


KmsResponse.enable_key_rotation = enable_key_rotation
KmsResponse.get_key_rotation_status = get_key_rotation_status

# --- Kinesis: tags of a new stream --------------------------------------------------------------------------
_create_stream = KinesisResponse.create_stream


def create_stream(self):
    result = _create_stream(self)
    if self._get_param("Tags"):
        self.kinesis_backend.add_tags_to_stream(None, self._get_param("StreamName"), self._get_param("Tags"))
    return result


KinesisResponse.create_stream = create_stream

# --- SQS: the redrive policies as they were given -----------------------------------------------------------
_set_attributes = Queue._set_attributes
_attributes = Queue.attributes.fget


def set_attributes(self, attributes, now=None):
    policy = getattr(self, "_policy_json", None) and self.policy
    _set_attributes(self, {"Policy": policy, **attributes}, now)


def attributes(self):
    given = {k: v for k, v in _attributes(self).items() if v or k != "RedriveAllowPolicy"}
    if given.get("RedrivePolicy"):
        given["RedrivePolicy"] = json.dumps(json.loads(given["RedrivePolicy"]), separators=(",", ":"))
    return given


Queue.redrive_allow_policy = None
Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]
Queue._set_attributes = set_attributes
Queue.attributes = property(attributes)

# --- CloudTrail: a trail is also named by its ARN; CloudWatch: a composite alarm is an alarm ----------------
_delete_trail = CloudTrailBackend.delete_trail
CloudTrailBackend.delete_trail = lambda self, name: _delete_trail(self, name.split("/")[-1])
CloudWatchResponse.put_composite_alarm = CloudWatchResponse.put_metric_alarm


# --- CloudWatch Logs: saved queries -------------------------------------------------------------------------
def put_query_definition(self):
    key = self._get_param("queryDefinitionId") or str(uuid.uuid4())
    given = {name: self._get_param(name) for name in ("name", "queryString", "logGroupNames")}
    store(self.logs_backend, "queries")[key] = {
        **{name: value for name, value in given.items() if value},
        "queryDefinitionId": key,
        "lastModified": int(time.time() * 1000),
    }
    return json.dumps({"queryDefinitionId": key})


def describe_query_definitions(self):
    prefix = self._get_param("queryDefinitionNamePrefix") or ""
    queries = store(self.logs_backend, "queries").values()
    return json.dumps({"queryDefinitions": [q for q in queries if q["name"].startswith(prefix)]})


def delete_query_definition(self):
    found = store(self.logs_backend, "queries").pop(self._get_param("queryDefinitionId"), None)
    return json.dumps({"success": found is not None})


LogsResponse.put_query_definition = put_query_definition
LogsResponse.describe_query_definitions = describe_query_definitions
LogsResponse.delete_query_definition = delete_query_definition


# --- Athena: updates of a work group, removal of a named query ----------------------------------------------
def update_work_group(self):
    group = self.athena_backend.work_groups[self._get_param("WorkGroup")]
    changes = self._get_param("ConfigurationUpdates") or {}
    group.description = self._get_param("Description") or group.description
    group.state = self._get_param("State") or group.state

    def kept(given):
        return {k: v for k, v in given.items() if not k.startswith("Remove")}

    results = kept(changes.pop("ResultConfigurationUpdates", {}))
    group.configuration.update(kept(changes))
    before = group.configuration.get("ResultConfiguration", {})
    group.configuration["ResultConfiguration"] = {**before, **results}
    return "{}"


def delete_named_query(self):
    self.athena_backend.named_queries.pop(self._get_param("NamedQueryId"), None)
    return "{}"


AthenaResponse.update_work_group = update_work_group
AthenaResponse.delete_named_query = delete_named_query

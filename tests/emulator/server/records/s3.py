"""S3: bucket configurations are given back as they were put; conditional denials do not lock the tests out."""

from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.s3.models import FakeDeleteMarker
from moto.s3.responses import S3Response

from .store import store

# Several of a kind on one bucket, each with an id. moto takes their PUT for CreateBucket, their DELETE for
# DeleteBucket.
BY_ID = ("intelligent-tiering", "metrics", "analytics")
# One of a kind. moto forgets parts of them.
WHOLE = ("lifecycle", "notification")
MINIMUM_SIZE = "x-amz-transition-default-minimum-object-size"
NOT_FOUND = (
    "<Error><Code>NoSuchConfiguration</Code>"
    "<Message>The specified configuration does not exist.</Message></Error>"
)

_get = S3Response._bucket_response_get
_put = S3Response._bucket_response_put
_delete = S3Response._bucket_response_delete


def bucket_records(self):
    return store(self.backend.get_bucket(self.bucket_name), "configurations")


def by_id(query):
    return next(((kind, query["id"][0]) for kind in BY_ID if kind in query and "id" in query), None)


def put(self, request, bucket_name, query):
    if by_id(query):
        bucket_records(self)[by_id(query)] = (self.body, {})
        return 200, {}, ""
    result = _put(self, request, bucket_name, query)
    if "notification" in query:
        bucket_records(self)["notification"] = (self.body, {})
    if "lifecycle" in query:
        size = self.headers.get(MINIMUM_SIZE, "all_storage_classes_128K")
        bucket_records(self)["lifecycle"] = (self.body, {MINIMUM_SIZE: size})
    return result


def get(self, bucket_name, query):
    identified = by_id(query)
    kind = identified or next((kind for kind in WHOLE if kind in query), None)
    # moto's answer first: its errors, where the bucket or the configuration is missing.
    answer = (404, {}, NOT_FOUND) if identified else _get(self, bucket_name, query)
    if kind is None or kind not in bucket_records(self):
        return answer
    body, headers = bucket_records(self)[kind]
    return 200, {"content-type": "application/xml", **headers}, body


def delete(self, bucket_name, query):
    if by_id(query):
        bucket_records(self).pop(by_id(query), None)
        return 204, {}, ""
    return _delete(self, bucket_name, query)


S3Response._bucket_response_get = get
S3Response._bucket_response_put = put
S3Response._bucket_response_delete = delete

_is_permitted = IAMPolicyStatement.is_action_permitted


def is_permitted(self, *rest, **more):
    """moto does not look at the condition of a statement that denies, and would deny every call."""
    if self._statement.get("Condition") and self._statement.get("Effect") == "Deny":
        return PermissionResult.NEUTRAL
    return _is_permitted(self, *rest, **more)


IAMPolicyStatement.is_action_permitted = is_permitted

# A version whose object is marked as deleted is removed by its id: moto then closes its body, which a marker has not.
FakeDeleteMarker.dispose = lambda self, garbage=False: None

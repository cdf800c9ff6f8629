"""S3's object events. moto sends them to every bus, with reasons that AWS does not use."""

import threading
import time
import uuid

from moto.s3 import notifications
from moto.s3.responses import S3Response

from .background import emit

REASONS = {
    "Put": "PutObject",
    "Copy": "CopyObject",
    "Post": "POST Object",
    "Delete": "DeleteObject",
    "DeleteMarkerCreated": "DeleteObject",
}


TAGGED = notifications.S3NotificationEvent.OBJECT_TAGGING_PUT_EVENT

# moto announces the tags of each new object; AWS announces a PutObjectTagging alone.
_request = threading.local()
_put_object_tagging = S3Response.put_object_tagging


def put_object_tagging(self):
    _request.is_tagging = True
    try:
        return _put_object_tagging(self)
    finally:
        _request.is_tagging = False


def object_event(account_id, bucket, event_name, key):
    if event_name == TAGGED and not getattr(_request, "is_tagging", False):
        return
    what = str(getattr(event_name, "value", event_name)).split(":")[-1]
    described = {
        "key": key.name,
        "size": key.size,
        "etag": key.etag.replace('"', ""),
        "sequencer": f"{time.time_ns():016X}",
    }
    if bucket.is_versioned:
        described["version-id"] = key.version_id
    detail = {
        "version": "0",
        "bucket": {"name": bucket.name},
        "object": described,
        "request-id": str(uuid.uuid4()),
        "requester": account_id,
        "source-ip-address": "127.0.0.1",
        "reason": REASONS.get(what, what),
    }
    kind = notifications._detail_type(event_name)
    emit(account_id, bucket.region_name, "aws.s3", kind, detail, [bucket.arn])


notifications._send_event_bridge_message = object_event
S3Response.put_object_tagging = put_object_tagging

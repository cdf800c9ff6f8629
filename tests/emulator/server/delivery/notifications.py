"""SNS: to functions with the real topic's ARN, and to HTTP endpoints of this machine only, with SNS's headers."""

import json
import urllib.parse

import requests
from moto.sns.models import Subscription

from .background import later
from .targets import deliver

LOOPBACK = ("127.0.0.1", "localhost", "::1")

_publish = Subscription.publish


def post(subscription, envelope):
    raw = str(subscription.attributes.get("RawMessageDelivery")).lower() == "true"
    headers = {
        "x-amz-sns-message-type": "Notification",
        "x-amz-sns-message-id": envelope["MessageId"],
        "x-amz-sns-topic-arn": subscription.topic.arn,
        "x-amz-sns-subscription-arn": subscription.arn,
        "Content-Type": "text/plain; charset=UTF-8",
    }
    body = envelope["Message"] if raw else json.dumps(envelope)
    requests.post(subscription.endpoint, data=body.encode(), headers=headers, timeout=15)


def publish(self, message, message_id, subject=None, message_attributes=None, message_structure=None, **more):
    if self.protocol not in ("http", "https", "lambda"):
        return _publish(
            self,
            message,
            message_id,
            subject=subject,
            message_attributes=message_attributes,
            message_structure=message_structure,
            **more,
        )
    matcher = self._filter_policy_matcher
    if matcher is not None and not matcher.matches(message_attributes, message):
        return None
    if message_structure == "json":
        message = self._parse_message_structure(message, self.protocol)
    envelope = self.get_post_data(message, message_id, subject, message_attributes=message_attributes)
    if self.protocol == "lambda":
        record = {
            "EventVersion": "1.0",
            "EventSource": "aws:sns",
            "EventSubscriptionArn": self.arn,
            "Sns": envelope,
        }
        deliver(self.endpoint, json.dumps({"Records": [record]}))
    elif urllib.parse.urlparse(self.endpoint).hostname in LOOPBACK:
        later(post, self, envelope)
    return None


Subscription.publish = publish

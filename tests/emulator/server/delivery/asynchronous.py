"""Lambda's asynchronous calls: tried again as often as configured, then to the destination and the dead-letter queue.

The tries follow each other at once: Lambda waits one and then two minutes, which no test wants."""

import json
import os
import threading
import uuid

from moto.awslambda.models import LambdaFunction

from .background import iso, later
from .targets import deliver

# Lambda's own number where a function sets none.
DEFAULT_RETRIES = 2

# More handlers at once than the machine can run would only make each other time out; the others wait in the queue.
_at_once = threading.Semaphore(2 * (os.cpu_count() or 1))


def call_later(function, event):
    later(call, function, event)


def call(function, event):
    event = json.loads(event) if isinstance(event, (str, bytes)) else event
    config = function.event_invoke_config[0].config if function.event_invoke_config else {}
    retries = config.get("MaximumRetryAttempts")
    for tried in range(1, 2 + (DEFAULT_RETRIES if retries is None else retries)):
        with _at_once:
            result, failed, _ = function._invoke_lambda(event)
        if not failed:
            break
    destinations = config.get("DestinationConfig", {})
    destination = destinations.get("OnFailure" if failed else "OnSuccess", {}).get("Destination")
    if destination:
        deliver(
            destination,
            json.dumps(record_for_destination(function, event, json.loads(result), failed, tried)),
        )
    dead_letters = function.kept.get("DeadLetterConfig", {}).get("TargetArn")
    if failed and dead_letters:
        deliver(dead_letters, json.dumps(event))


def record_for_destination(function, event, result, failed, tried):
    return {
        "version": "1.0",
        "timestamp": iso(),
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": function.function_arn,
            "approximateInvokeCount": tried,
            "condition": "RetriesExhausted" if failed else "Success",
        },
        "requestPayload": event,
        "responsePayload": result,
        "responseContext": {
            "statusCode": 200,
            "executedVersion": str(function.version),
            **({"functionError": "Unhandled"} if failed else {}),
        },
    }


_invoke = LambdaFunction.invoke


def invoke(function, body, request_headers, response_headers):
    if request_headers.get("X-Amz-Invocation-Type") == "Event":
        call_later(function, body or "{}")
        return ""
    result = _invoke(function, body, request_headers, response_headers)
    if response_headers.get("x-amz-function-error"):  # moto's "Handled" is of the first runtimes
        response_headers["x-amz-function-error"] = "Unhandled"
    return result


LambdaFunction.invoke = invoke

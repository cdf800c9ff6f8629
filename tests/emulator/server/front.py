"""In front of moto: HTTP APIs, the Cloud Control API, the call log, and errors said by name."""

import html
import io
import json
import logging
import os
import re

import cloud_control
import http_api
from moto.moto_server.werkzeug_app import DomainDispatcherApplication

ACCOUNT = "123456789012"
# One line for each AWS call, where it is set: which calls a plan or a function makes.
CALL_LOG = os.environ.get("EMULATOR_CALL_LOG")

log = logging.getLogger("emulator")
_call = DomainDispatcherApplication.__call__


def write_call_log(environ, service, target, length):
    action = target
    if not action and "x-www-form-urlencoded" in environ.get("CONTENT_TYPE", ""):
        form = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = io.BytesIO(form)
        found = re.search(rb"Action=(\w+)", form)
        action = found and found[1].decode()
    action = action or f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
    with open(CALL_LOG, "a") as file:
        file.write(f"{service} {action}\n")


def moto_answer(self, environ, start_response):
    """moto's answer; its HTML page for an operation that it does not have becomes an error."""
    seen = []
    chunks = _call(self, environ, lambda *given: seen.append(given))
    status, headers = seen[0][0], dict(seen[0][1])
    html_page = status.startswith("404") and "text/html" in headers.get("Content-Type", "")
    if html_page and environ["REQUEST_METHOD"] != "HEAD":
        chunks = [b"".join(chunks)]
        if chunks[0].startswith(b"<!doctype html>"):
            raise NotImplementedError(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
    start_response(*seen[0])
    return chunks


def error_answer(environ, error):
    """(content type, body): NotInTheEmulator, in the form that the caller reads."""
    text = f"{type(error).__name__}: {error}"
    kind = environ.get("CONTENT_TYPE") or ""
    if "json" in kind:
        return kind, json.dumps({"__type": "NotInTheEmulator", "message": text})
    code = f"<Code>NotInTheEmulator</Code><Message>{html.escape(text)}</Message>"
    return "text/xml", f"<ErrorResponse><Error>{code}</Error></ErrorResponse>"


def call(self, environ, start_response):
    target, length = environ.get("HTTP_X_AMZ_TARGET", ""), int(environ.get("CONTENT_LENGTH") or 0)
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    scope = re.search(r"Credential=[^/]*/\d+/(?P<region>[^/]+)/(?P<service>[^/]+)/", authorization)
    if CALL_LOG:
        write_call_log(environ, scope["service"] if scope else "-", target, length)
    try:
        if environ["PATH_INFO"].startswith("/_api/"):
            status, headers, body = http_api.call(environ)
            given = [(name, str(value)) for name, value in headers.items()]
            start_response(f"{status} .", [*given, ("content-length", str(len(body)))])
            return [body]
        if not target.startswith("CloudApiService."):
            return moto_answer(self, environ, start_response)
        asked = json.loads(environ["wsgi.input"].read(length) or b"{}")
        status, answer = cloud_control.answer(target.split(".")[1], asked, ACCOUNT, scope["region"])
        kind, body = "application/x-amz-json-1.0", json.dumps(answer)
    except Exception as e:
        # 501 and a name of its own: an SDK would try moto's 500 again and again.
        log.exception("%s %s", environ["REQUEST_METHOD"], target or environ["PATH_INFO"])
        status = 501
        kind, body = error_answer(environ, e)
    start_response(f"{status} .", [("content-type", kind), ("content-length", str(len(body.encode())))])
    return [body.encode()]


DomainDispatcherApplication.__call__ = call

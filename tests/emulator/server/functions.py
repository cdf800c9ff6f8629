"""Lambda: handlers run in local Node processes, one for each call; a function's whole configuration is given back."""

import hashlib
import io
import json
import os
import subprocess
import tempfile
import threading
import uuid
import zipfile

from moto.awslambda.models import LambdaBackend, LambdaFunction

NODE = os.environ.get("LAMBDA_NODE", "node")
RUNTIME = os.environ["LAMBDA_RUNTIME"]
# Of this process's own environment a function sees no more than these.
INHERITED = ("PATH", "HOME", "TZ")

_base = tempfile.TemporaryDirectory(prefix="modelkeep-emulator-")  # removed at exit
_folders, _lock = {}, threading.Lock()


def code_folder(function):
    """The unpacked zip; once for each content."""
    key = function.code_sha_256 or hashlib.sha256(function.code_bytes).hexdigest()
    with _lock:
        if key not in _folders:
            folder = tempfile.mkdtemp(dir=_base.name)
            zipfile.ZipFile(io.BytesIO(function.code_bytes)).extractall(folder)
            _folders[key] = folder
        return _folders[key]


def environment(function, folder, request):
    reserved = {
        "_HANDLER": function.handler or "",
        "LAMBDA_TASK_ROOT": folder,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(function.timeout),
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
        "AWS_LAMBDA_LOG_STREAM_NAME": request,
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_ACCESS_KEY_ID": "role",
        "AWS_SECRET_ACCESS_KEY": "role",
        "AWS_SESSION_TOKEN": "session",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ['MOTO_PORT']}",
        "EMULATOR_FUNCTION_ARN": function.function_arn,
        "EMULATOR_REQUEST_ID": request,
    }
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return inherited | reserved | (function.environment_vars or {})


def failure(request, kind, text):
    return {"ok": False, "value": {"errorType": kind, "errorMessage": f"RequestId: {request} Error: {text}"}}


def run(function, event=None):
    """One call of the handler: (JSON result, failed, logs)."""
    if isinstance(event, str):
        try:
            event = json.loads(event)
        except ValueError:
            pass
    function.logs_backend.ensure_log_group(function.logs_group_name)
    request, folder = str(uuid.uuid4()), code_folder(function)
    out = os.path.join(_base.name, request + ".json")
    try:
        done = subprocess.run(
            [NODE, RUNTIME, folder, function.handler, out],
            input=json.dumps(event).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment(function, folder, request),
            cwd=folder,
            timeout=float(function.timeout),
        )
        logs = done.stdout
        if os.path.exists(out):
            with open(out) as file:
                result = json.load(file)
        else:
            ended = f"Runtime exited with error: exit status {done.returncode}"
            result = failure(request, "Runtime.ExitError", ended)
    except subprocess.TimeoutExpired as e:
        logs = e.stdout or b""
        after = f"Task timed out after {float(function.timeout):.2f} seconds"
        result = failure(request, "Sandbox.Timedout", after)
    finally:
        if os.path.exists(out):
            os.unlink(out)
    logs = logs.decode("utf-8", "replace")
    if logs:
        function.save_logs(logs)
    return json.dumps(result["value"]), not result["ok"], logs


LambdaFunction._invoke_lambda = run

# What moto takes at creation but neither gives back nor updates.
KEPT = ("KMSKeyArn", "DeadLetterConfig", "LoggingConfig")
_init = LambdaFunction.__init__
_configuration = LambdaFunction.get_configuration
_update = LambdaFunction.update_configuration


def keep(function, spec):
    # A new dictionary each time: published versions share the old one.
    function.kept = getattr(function, "kept", {}) | {k: spec[k] for k in KEPT if k in spec}
    group = function.kept.get("LoggingConfig", {}).get("LogGroup")
    function.logs_group_name = group or f"/aws/lambda/{function.function_name}"


def init(function, account_id, spec, *rest, **more):
    _init(function, account_id, spec, *rest, **more)
    keep(function, spec)


def update(function, changes):
    keep(function, changes)
    if "TracingConfig" in changes:
        function.tracing_config = changes["TracingConfig"]
    if "EphemeralStorage" in changes:
        function.ephemeral_storage = changes["EphemeralStorage"]["Size"]
    return _update(function, changes)


def configuration(function, *rest, **more):
    return _configuration(function, *rest, **more) | {k: v for k, v in function.kept.items() if v}


LambdaFunction.__init__ = init
LambdaFunction.update_configuration = update
LambdaFunction.get_configuration = configuration

_put_invoke_config = LambdaBackend.put_function_event_invoke_config


def put_invoke_config(self, function_name, config):
    """A second PutFunctionEventInvokeConfig replaces the first."""
    self.get_function(function_name).event_invoke_config = []
    return _put_invoke_config(self, function_name, config)


LambdaBackend.put_function_event_invoke_config = put_invoke_config

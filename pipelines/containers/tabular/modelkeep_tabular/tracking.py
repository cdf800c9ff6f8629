"""A training in MLflow, where MLFLOW_TRACKING_URI names a server: by its REST API, so that the image needs no package for
it. A server that does not answer costs the record in MLflow, never the training; what is recorded is figures and hashes."""

import base64
import json
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

TIMEOUT_SECONDS = 10
MOST_PARAMETER_CHARACTERS = 500


@dataclass(frozen=True)
class Training:
    """What is told of a training."""

    use_case: str
    parameters: dict
    metrics: dict[str, float]
    tags: dict[str, str]


class TrackingError(Exception):
    """The server refused, or none answered."""


def track(training: Training, environment: dict | None = None) -> str | None:
    """The id of the run in MLflow; None where no server is named, or it could not be told (printed)."""
    env = os.environ if environment is None else environment
    uri = (env.get("MLFLOW_TRACKING_URI") or "").rstrip("/")
    if not uri:
        return None
    try:
        run = _record(training, uri, env)
    except TrackingError as error:
        print(f"MLflow: {error}; the training goes on without its record there")
        return None
    print(f"MLflow: run {run}")
    return run


def _record(training: Training, uri: str, env: dict) -> str:
    if urllib.parse.urlsplit(uri).scheme not in ("http", "https"):
        raise TrackingError("MLFLOW_TRACKING_URI: got no http address, expected that of a tracking server")
    server = _Server(uri, env)
    now = int(time.time() * 1000)
    tags = {"mlflow.source.name": "modelkeep", "useCase": training.use_case, **training.tags}
    run = server.post(
        "runs/create",
        {
            "experiment_id": _experiment(server, env.get("MLFLOW_EXPERIMENT_NAME") or f"modelkeep-{training.use_case}"),
            "start_time": now,
            "run_name": env.get("TRAINING_JOB_NAME") or training.use_case,
            "tags": [{"key": key, "value": value} for key, value in tags.items()],
        },
    )["run"]["info"]["run_id"]
    server.post(
        "runs/log-batch",
        {
            "run_id": run,
            "params": [
                {"key": key, "value": str(value)[:MOST_PARAMETER_CHARACTERS]} for key, value in training.parameters.items()
            ],
            "metrics": [
                {"key": key, "value": value, "timestamp": now, "step": 0} for key, value in training.metrics.items()
            ],
        },
    )
    server.post("runs/update", {"run_id": run, "status": "FINISHED", "end_time": int(time.time() * 1000)})
    return run


def _experiment(server: "_Server", name: str) -> str:
    query = urllib.parse.urlencode({"experiment_name": name})
    found = server.get(f"experiments/get-by-name?{query}")
    if found:
        return found["experiment"]["experiment_id"]
    return server.post("experiments/create", {"name": name})["experiment_id"]


class _Server:
    def __init__(self, uri: str, env: dict) -> None:
        self._uri = uri
        self._headers = {"content-type": "application/json", **_authorization(env)}

    def post(self, path: str, body: dict) -> dict:
        return self._call(path, json.dumps(body).encode("utf-8")) or {}

    def get(self, path: str) -> dict | None:
        """None where there is no such thing."""
        return self._call(path, None)

    def _call(self, path: str, body: bytes | None) -> dict | None:
        request = urllib.request.Request(f"{self._uri}/api/2.0/mlflow/{path}", body, self._headers)
        what = path.split("?")[0]
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            if error.code == 404 and body is None:
                return None
            raise TrackingError(f"{what}: the server answered {error.code} {_code(error)}".rstrip()) from None
        except (urllib.error.URLError, TimeoutError, OSError, json.JSONDecodeError) as error:
            raise TrackingError(f"{what}: no answer ({type(error).__name__})") from None


def _authorization(env: dict) -> dict:
    if env.get("MLFLOW_TRACKING_TOKEN"):
        return {"authorization": f"Bearer {env['MLFLOW_TRACKING_TOKEN']}"}
    if env.get("MLFLOW_TRACKING_USERNAME"):
        pair = f"{env['MLFLOW_TRACKING_USERNAME']}:{env.get('MLFLOW_TRACKING_PASSWORD', '')}"
        return {"authorization": f"Basic {base64.b64encode(pair.encode('utf-8')).decode('ascii')}"}
    return {}


def _code(error: urllib.error.HTTPError) -> str:
    """MLflow's own name of the error; never its text, which may repeat what was sent."""
    try:
        return re.sub(r"[^A-Z_]", "", json.load(error).get("error_code", ""))
    except (json.JSONDecodeError, AttributeError, OSError):
        return ""

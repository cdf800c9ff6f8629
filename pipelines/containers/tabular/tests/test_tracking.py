"""What a training tells an MLflow server; a real server is asked in tests/mlflow."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from modelkeep_tabular.tracking import Training, track

TRAINING = Training("made-up", {"C": 1.0, "algorithm": "svm"}, {"rocAuc": 0.9}, {"codeVersion": "1"})
NAMES = {
    "experiments/get-by-name": {"experiment": {"experiment_id": "7"}},
    "runs/create": {"run": {"info": {"run_id": "r1"}}},
    "runs/log-batch": {},
    "runs/update": {},
}


@pytest.fixture
def server():
    seen, refused = [], {}

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            path = self.path.removeprefix("/api/2.0/mlflow/").split("?")[0]
            length = int(self.headers.get("content-length") or 0)
            seen.append((path, json.loads(self.rfile.read(length) or "{}"), self.headers.get("authorization")))
            code = refused.get(path, 200)
            body = json.dumps(NAMES.get(path, {"experiment_id": "8"}) if code == 200 else {"error_code": "SOME_CODE"})
            self.send_response(code)
            self.end_headers()
            self.wfile.write(body.encode("utf-8"))

        do_GET = do_POST = answer

        def log_message(self, *_):
            pass

    running = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=running.serve_forever, daemon=True)
    thread.start()
    running.env = {"MLFLOW_TRACKING_URI": f"http://127.0.0.1:{running.server_port}/"}
    running.seen, running.refused = seen, refused
    yield running
    running.shutdown()
    running.server_close()


def test_without_a_server_nothing_is_told():
    assert track(TRAINING, {}) is None


def test_parameters_metrics_and_tags_of_a_run(server):
    assert track(TRAINING, {**server.env, "TRAINING_JOB_NAME": "job-1"}) == "r1"
    calls = {path: body for path, body, _ in server.seen}
    assert calls["runs/create"]["experiment_id"] == "7"
    assert calls["runs/create"]["run_name"] == "job-1"
    assert {"key": "codeVersion", "value": "1"} in calls["runs/create"]["tags"]
    assert calls["runs/log-batch"]["params"] == [{"key": "C", "value": "1.0"}, {"key": "algorithm", "value": "svm"}]
    assert calls["runs/log-batch"]["metrics"][0]["value"] == 0.9
    assert calls["runs/update"]["status"] == "FINISHED"


def test_an_experiment_that_is_not_there_is_made(server):
    server.refused["experiments/get-by-name"] = 404
    assert track(TRAINING, server.env) == "r1"
    assert ("experiments/create", {"name": "modelkeep-made-up"}, None) in server.seen


@pytest.mark.parametrize(
    ("env", "header"),
    [
        ({"MLFLOW_TRACKING_TOKEN": "t"}, "Bearer t"),
        ({"MLFLOW_TRACKING_USERNAME": "u", "MLFLOW_TRACKING_PASSWORD": "p"}, "Basic dTpw"),
    ],
)
def test_a_server_that_wants_to_know_who_asks(server, env, header):
    assert track(TRAINING, {**server.env, **env}) == "r1"
    assert {authorization for _, _, authorization in server.seen} == {header}


@pytest.mark.parametrize("env", [{"MLFLOW_TRACKING_URI": "http://127.0.0.1:1"}, {"MLFLOW_TRACKING_URI": "file:/x"}])
def test_no_answer_costs_the_record_and_not_the_training(capsys, env):
    assert track(TRAINING, env) is None
    assert "the training goes on without its record there" in capsys.readouterr().out


def test_a_refusal_is_told_by_its_code(server, capsys):
    server.refused["runs/create"] = 403
    assert track(TRAINING, server.env) is None
    assert "runs/create: the server answered 403 SOME_CODE" in capsys.readouterr().out

"""The inference server, over HTTP on this machine."""

import base64
import http.client
import json
import threading
import time

import numpy as np
import pytest
import uvicorn
from conftest import SIZE

from modelkeep_vision.bench import measure
from modelkeep_vision.errors import VisionError
from modelkeep_vision.images import STATISTICS, square
from modelkeep_vision.runtime import Runtime
from modelkeep_vision.server import make_app


@pytest.fixture(scope="module")
def runtime(trained) -> Runtime:
    return Runtime(trained.root / "model", threads=1)


@pytest.fixture(scope="module")
def port(runtime):
    server = uvicorn.Server(uvicorn.Config(make_app(runtime), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def photographs(lesions) -> list[bytes]:
    return [file.read_bytes() for file in sorted((lesions / "images").glob("*.jpg"))[:20]]


def call(port: int, body: bytes, content_type: str = "application/json", method: str = "POST", path: str = "/invocations"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, {"content-type": content_type})
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content) if content else None
    finally:
        connection.close()


def text(photograph: bytes) -> str:
    return base64.b64encode(photograph).decode()


def test_ping(port):
    assert call(port, b"", method="GET", path="/ping") == (200, None)


def test_a_jpeg(port, runtime, photographs):
    status, told = call(port, photographs[0], "image/jpeg")
    assert status == 200
    (one,) = told["predictions"]
    expected = runtime.run(square(photographs[0], SIZE)[None])
    assert one["probability"] == pytest.approx(expected.positive[0], abs=1e-6)
    assert one["label"] in ("malignant", "benign")
    assert (one["label"] == "malignant") == (one["probability"] >= 0.5)
    assert sum(one["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert one["class"] == max(one["probabilities"], key=one["probabilities"].get)
    assert tuple(one["statistics"]) == STATISTICS
    assert "embedding" not in one
    assert told["model"]["networkHash"] == runtime.description["networkHash"]


def test_json_arrays(port, photographs):
    _, alone = call(port, photographs[1], "image/jpeg")
    pixels = square(photographs[1], SIZE).transpose(1, 2, 0).tolist()
    mixed = [text(photographs[0]), {"image": text(photographs[1])}, pixels]
    status, told = call(port, json.dumps(mixed).encode())
    assert status == 200
    assert len(told["predictions"]) == 3
    for one in told["predictions"][1:]:
        assert one["probability"] == pytest.approx(alone["predictions"][0]["probability"], abs=1e-6)
    status, told = call(port, json.dumps({"instances": mixed, "embeddings": True}).encode(), "application/json; charset=utf-8")
    assert status == 200
    assert len(told["predictions"][0]["embedding"]) == 32


GOOD = np.zeros((SIZE, SIZE, 3), dtype=int).tolist()


@pytest.mark.parametrize(
    ("body", "content_type", "status", "detail"),
    [
        (b"broken", "image/jpeg", 400, "image: got bytes that are no whole JPEG or PNG"),
        (b"", "image/png", 400, "no whole JPEG or PNG"),
        (b"x", "text/csv", 415, "content-type"),
        (b"{", "application/json", 400, "body: got text that is no JSON"),
        (b"[" * 100_000, "application/json", 400, "body: got text that is no JSON"),
        (b"[]", "application/json", 400, "instances: got 0 of them, expected an array of 1 to 128"),
        (b"7", "application/json", 400, "instances: got no array"),
        (b'{"images": []}', "application/json", 400, "unknown field images"),
        (b'{"instances": ["eA=="], "embeddings": 1}', "application/json", 400, "embeddings: got no boolean"),
        (b'["no base64!"]', "application/json", 400, "instances[0]: image: got text that is no base64"),
        (b'["eA=="]', "application/json", 400, "instances[0]: image: got bytes that are no whole"),
        (b'[{"picture": "eA=="}]', "application/json", 400, "instances[0]: got other fields"),
        (b"[null]", "application/json", 400, "instances[0]: got neither text nor an array"),
        (json.dumps([GOOD, [[[1, 2], [3]]]]).encode(), "application/json", 400, "instances[1]: image: got rows of different lengths"),
        (json.dumps([[[[0.5, 0, 0]]]]).encode(), "application/json", 400, "instances[0]: image: got other pixels"),
        (json.dumps([[[[300, 0, 0]] * SIZE] * SIZE]).encode(), "application/json", 400, "instances[0]: image: got other pixels"),
        (b"0" * 25_000_001, "application/json", 413, "got more than 25000000 bytes"),
    ],
)
def test_what_cannot_be_answered_is_told(port, body, content_type, status, detail):
    got, told = call(port, body, content_type)
    assert (got, told["status"]) == (status, status)
    assert detail in told["detail"]
    assert "broken" not in told["detail"]


def test_one_broken_image_does_not_harm_those_beside_it(port, photographs):
    answers = {}

    def ask(place: int, body: bytes) -> None:
        answers[place] = call(port, body, "image/jpeg")[0]

    threads = [
        threading.Thread(target=ask, args=(i, photographs[i][:100] if i % 4 == 0 else photographs[i])) for i in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {i: 400 if i % 4 == 0 else 200 for i in range(20)}


def test_how_long_it_takes(port, photographs):
    figures = measure("127.0.0.1", port, photographs, requests=100, at_once=4)
    print(f"inference server, {SIZE} x {SIZE}, small network: {json.dumps(figures)}")
    assert figures["requests"] == 100
    assert figures["p50Milliseconds"] <= figures["p95Milliseconds"]


def test_a_network_that_was_changed_is_not_served(trained, tmp_path):
    for name in ("network.json", "network.onnx"):
        (tmp_path / name).write_bytes((trained.root / "model" / name).read_bytes())
    (tmp_path / "network.onnx").write_bytes(b"other")
    with pytest.raises(VisionError, match=r"network.onnx: got SHA-256"):
        Runtime(tmp_path)

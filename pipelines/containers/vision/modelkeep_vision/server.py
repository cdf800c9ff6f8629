"""The inference server: `/ping` and `/invocations`, as a SageMaker endpoint calls them. Logs no image and no answer."""

import argparse
import asyncio
import os
import signal
import sys
import threading
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from .batching import Batcher, BusyError
from .errors import VisionError
from .folders import base
from .images import statistics
from .requests import IMAGE_TYPES, JSON_TYPES, LARGEST_REQUEST_BYTES, squares_of
from .runtime import Runtime


def serve(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="serve")
    # In a container on every interface, since SageMaker calls from outside it; elsewhere only from this machine.
    parser.add_argument("--host", default=os.environ.get("MODELKEEP_HOST", "0.0.0.0" if Path("/opt/ml/model").is_dir() else "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")))
    parser.add_argument("--model", type=Path, default=base() / "model")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--until-input-ends", action="store_true", help="end when standard input does: with whoever started it")
    asked = parser.parse_args(arguments)
    app = make_app(Runtime(asked.model, asked.threads))
    config = uvicorn.Config(
        app, host=asked.host, port=asked.port, log_level="warning", access_log=False, timeout_graceful_shutdown=30
    )
    listening = config.bind_socket()
    # With port 0 the system has chosen one.
    print(f"listening on port {listening.getsockname()[1]}", flush=True)
    if asked.until_input_ends:
        threading.Thread(target=_end_with_input, daemon=True).start()
    uvicorn.Server(config).run(sockets=[listening])


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def make_app(runtime: Runtime) -> FastAPI:
    batcher = Batcher(lambda images: _answers(runtime, images))

    @asynccontextmanager
    async def life(_app: FastAPI):  # noqa: ANN202
        batcher.start()
        yield
        await batcher.stop()

    app = FastAPI(lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/ping")
    async def ping() -> Response:
        return Response(status_code=200)

    @app.post("/invocations")
    async def invocations(request: Request) -> Response:
        content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if content_type not in (*IMAGE_TYPES, *JSON_TYPES):
            return problem(415, f"content-type: expected one of {', '.join((*IMAGE_TYPES, *JSON_TYPES))}")
        body = await _body(request)
        if body is None:
            return problem(413, f"body: got more than {LARGEST_REQUEST_BYTES} bytes, expected fewer")
        try:
            squares, embeddings = await asyncio.to_thread(squares_of, content_type, body, runtime.size)
            predictions = await batcher.results(squares)
        except VisionError as error:
            return problem(400, str(error))
        except BusyError:
            return problem(503, "too many images wait; come again in a second", {"retry-after": "1"})
        if not embeddings:
            predictions = [{k: v for k, v in one.items() if k != "embedding"} for one in predictions]
        return JSONResponse({"predictions": predictions, "model": _model(runtime)})

    return app


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(
        {"title": "The request cannot be answered", "status": status, "detail": detail},
        status,
        headers,
        media_type="application/problem+json",
    )


async def _body(request: Request) -> bytes | None:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST_REQUEST_BYTES:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


def _answers(runtime: Runtime, images) -> list[dict]:  # noqa: ANN001
    answer = runtime.run(images)
    return [
        {
            "label": runtime.label_of(positive),
            "probability": positive,
            "class": runtime.classes[int(row.argmax())],
            "probabilities": dict(zip(runtime.classes, row.tolist(), strict=True)),
            "statistics": statistics(image),
            "embedding": embedding.tolist(),
        }
        for positive, row, image, embedding in zip(
            answer.positive.tolist(), answer.probabilities, images, answer.embeddings, strict=True
        )
    ]


def _model(runtime: Runtime) -> dict:
    told = runtime.description
    return {"trainedAt": told["trainedAt"], "networkHash": told["networkHash"], "decisionThreshold": runtime.threshold}

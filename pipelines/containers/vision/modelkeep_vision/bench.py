"""`python -m modelkeep_vision bench --port P --images FOLDER`: how long a running server takes, seen from outside it."""

import argparse
import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from .errors import VisionError


def bench(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=4)
    asked = parser.parse_args(arguments)
    bodies = [file.read_bytes() for file in sorted(asked.images.glob("*.jpg"))]
    if not bodies:
        raise VisionError(f"images: got no JPEG in {asked.images.name}, expected some")
    figures = measure(asked.host, asked.port, bodies, asked.requests, asked.at_once)
    print(json.dumps(figures))


def measure(host: str, port: int, bodies: list[bytes], requests: int, at_once: int) -> dict[str, float]:
    """@param at_once callers, each of which sends its next image when its last is answered."""

    def caller(first: int) -> list[float]:
        connection = http.client.HTTPConnection(host, port, timeout=60)
        times = []
        for place in range(first, requests, at_once):
            begun = time.perf_counter()
            connection.request("POST", "/invocations", bodies[place % len(bodies)], {"content-type": "image/jpeg"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise VisionError(f"server: got status {answer.status}, expected 200")
            times.append(1000 * (time.perf_counter() - begun))
        connection.close()
        return times

    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as threads:
        times = [one for each in threads.map(caller, range(at_once)) for one in each]
    seconds = time.perf_counter() - begun
    return {
        "requests": len(times),
        "perSecond": round(len(times) / seconds, 1),
        "p50Milliseconds": round(float(np.percentile(times, 50)), 1),
        "p95Milliseconds": round(float(np.percentile(times, 95)), 1),
        "p99Milliseconds": round(float(np.percentile(times, 99)), 1),
    }

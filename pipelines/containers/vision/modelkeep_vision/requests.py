"""What a request to /invocations may hold: one image as bytes, or JSON with many."""

import base64
import binascii
import json

import numpy as np

from .errors import VisionError
from .images import square

IMAGE_TYPES = ("image/jpeg", "image/png", "application/x-image")
JSON_TYPES = ("application/json",)
LARGEST_IMAGES = 128
LARGEST_REQUEST_BYTES = 25_000_000
"""Of SageMaker's real-time endpoints."""


def squares_of(content_type: str, body: bytes, size: int) -> tuple[list[np.ndarray], bool]:
    """The squares that the network is shown, and whether embeddings are asked for.

    Raises VisionError naming the image's place and what is wrong with it."""
    if content_type in IMAGE_TYPES:
        return [square(body, size)], False
    instances, embeddings = _instances(body)
    squares = []
    for place, instance in enumerate(instances):
        try:
            squares.append(_square(instance, size))
        except VisionError as error:
            raise VisionError(f"instances[{place}]: {error}") from None
    return squares, embeddings


def _instances(body: bytes) -> tuple[list, bool]:
    try:
        told = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise VisionError("body: got text that is no JSON, expected an array, or an object with instances") from None
    embeddings = False
    if isinstance(told, dict):
        unknown = sorted(set(told) - {"instances", "embeddings"})
        if unknown:
            raise VisionError(f"body: got the unknown field {unknown[0][:40]}, expected instances and embeddings")
        embeddings = told.get("embeddings", False)
        if not isinstance(embeddings, bool):
            raise VisionError("embeddings: got no boolean, expected true or false")
        told = told.get("instances")
    if not isinstance(told, list) or not 0 < len(told) <= LARGEST_IMAGES:
        got = f"{len(told)} of them" if isinstance(told, list) else "no array"
        raise VisionError(f"instances: got {got}, expected an array of 1 to {LARGEST_IMAGES} images")
    return told, embeddings


def _square(instance: object, size: int) -> np.ndarray:
    if isinstance(instance, dict):
        if set(instance) != {"image"}:
            raise VisionError("got other fields, expected one field image")
        instance = instance["image"]
    if isinstance(instance, str):
        try:
            return square(base64.b64decode(instance, validate=True), size)
        except (binascii.Error, ValueError) as error:
            if isinstance(error, VisionError):
                raise
            raise VisionError("image: got text that is no base64, expected the bytes of a JPEG or PNG in base64") from None
    if isinstance(instance, list):
        return _pixels(instance, size)
    raise VisionError("got neither text nor an array, expected an image in base64, or rows of [red, green, blue]")


def _pixels(rows: list, size: int) -> np.ndarray:
    expected = f"{size} rows of {size} pixels, each [red, green, blue] with whole numbers from 0 to 255"
    try:
        pixels = np.asarray(rows)
    except ValueError:
        raise VisionError(f"image: got rows of different lengths, expected {expected}") from None
    if pixels.shape != (size, size, 3) or pixels.dtype.kind not in "iu" or pixels.min() < 0 or pixels.max() > 255:
        raise VisionError(f"image: got other pixels, expected {expected}")
    return np.ascontiguousarray(pixels.astype(np.uint8).transpose(2, 0, 1))

"""An exported network, run by ONNX Runtime: the same for evaluation and serving. Needs no torch."""

import hashlib
import os
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from .errors import VisionError
from .folders import read_json

NETWORK, DESCRIPTION = "network.onnx", "network.json"
LARGEST_MODEL_BYTES = 2 * 2**30


@dataclass(frozen=True)
class Answer:
    """@param probabilities images x classes; positive: of the positive side; embeddings: images x embedding size."""

    probabilities: np.ndarray
    positive: np.ndarray
    embeddings: np.ndarray


class Runtime:
    def __init__(self, folder: Path, threads: int = 0):
        self.description = read_json(folder / DESCRIPTION)
        content = _read(folder / NETWORK)
        expected = self.description["networkHash"]
        got = hashlib.sha256(content).hexdigest()
        if got != expected:
            raise VisionError(f"{NETWORK}: got SHA-256 {got}, expected {expected}; it was changed or damaged")
        options = onnxruntime.SessionOptions()
        # Threads that spin while they wait take the processor from those that decode.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.intra_op_num_threads = threads or len(os.sched_getaffinity(0))
        self.session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self.size: int = self.description["imageSize"]
        self.classes: list[str] = self.description["classes"]
        self.positives: int = self.description["positives"]
        self.threshold: float = self.description["decisionThreshold"]

    def run(self, images: np.ndarray) -> Answer:
        """@param images uint8, N x 3 x size x size."""
        probabilities, embeddings = self.session.run(["probabilities", "embedding"], {"images": images})
        positive = np.clip(probabilities[:, : self.positives].sum(axis=1, dtype=np.float64), 0, 1)
        return Answer(probabilities.astype(np.float64), positive, embeddings)

    def label_of(self, positive: float) -> str:
        return self.description["targetNames"][int(positive >= self.threshold)]


def unpacked(archive: Path, to: Path) -> Path:
    """The folder of a `model.tar.gz`. Raises VisionError."""
    if not archive.is_file():
        raise VisionError(f"{archive.name}: got no file, expected the model as training packed it")
    try:
        with tarfile.open(archive) as packed:
            if sum(member.size for member in packed.getmembers()) > LARGEST_MODEL_BYTES:
                raise VisionError(f"{archive.name}: got more than {LARGEST_MODEL_BYTES} bytes in it, expected a model")
            packed.extractall(to, filter="data")
    except (tarfile.TarError, EOFError, OSError):
        raise VisionError(f"{archive.name}: got a damaged archive, expected the model in it; train again") from None
    return to


def temporary() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="modelkeep-model-")


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise VisionError(f"{file.name}: got no file, expected the exported network")
    return file.read_bytes()

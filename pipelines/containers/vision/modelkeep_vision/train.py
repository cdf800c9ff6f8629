"""The images to train on in; a network, exported for serving, and what the validation images say of it out."""

import hashlib
import json
import signal
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from .dataset import Images
from .distributed import Place, join, launched_by_torchrun, leave, run_by_torchrun, wanted_processes
from .errors import Interrupted, VisionError
from .export import write_model
from .folders import base, read_json, write_json, write_whole
from .hyperparameters import NOT_FOR_THE_MODEL, Settings, read_settings
from .images import square, statistics
from .layout import Row, find_images, read_metadata
from .loop import Data, Trainer
from .metrics import binary_metrics, per_class
from .networks import build_network
from .specification import Classes, Specification, read_specification

INTERRUPTED = "output/interrupted"
"""Left by the first of several processes: torchrun tells of a stop as of a failure."""
REFERENCE_IMAGES = 2_000
"""Of which the embeddings are kept: enough to tell how usual images lie, few enough to load with the model."""


def train() -> None:
    # First of all: whoever asks while the images are read wants a checkpoint too.
    stop = asked_to_stop()
    inputs = base() / "input"
    given = read_json(inputs / "config/hyperparameters.json")
    settings = read_settings(given)
    processes = wanted_processes(settings)
    if processes > 1 and not launched_by_torchrun():
        _train_by_torchrun(processes)
        return
    place = join()
    if settings.threads:
        torch.set_num_threads(settings.threads)
    try:
        _train(settings, given, place, stop)
    except Interrupted:
        if place.processes > 1 and place.is_first:
            write_whole(base() / INTERRUPTED, "")
        raise
    finally:
        leave()


def _train_by_torchrun(processes: int) -> None:
    (base() / INTERRUPTED).unlink(missing_ok=True)
    if run_by_torchrun(processes) == 0:
        return
    if (base() / INTERRUPTED).exists():
        raise Interrupted
    failure = base() / "output/failure"
    raise VisionError(failure.read_text("utf-8") if failure.is_file() else "one of the processes failed; the log tells why")


def _train(settings: Settings, given: dict, place: Place, stop: Callable[[], bool]) -> None:
    inputs = base() / "input/data"
    specification = read_specification(inputs / "specification/usecase.json")
    torch.manual_seed(settings.seed + place.rank)
    training, training_rows = part_of(inputs, "train", specification, settings, augmented=settings.augmentation)
    validation, validation_rows = part_of(inputs, "validation", specification, settings, augmented=False)
    data_hash = hashlib.sha256("\n".join(map(str, (*training_rows, *validation_rows))).encode()).hexdigest()
    cause = hashlib.sha256(f"{data_hash}{json.dumps(asdict(settings), sort_keys=True)}".encode()).hexdigest()
    if place.is_first:
        print(f"{settings.architecture}: {len(training_rows)} images, {len(validation_rows)} to stop by, on {place.device.type}")
    torch.manual_seed(settings.seed)  # The same first weights in every process.
    network = build_network(settings, len(specification.classes.names), _weights(inputs, settings))
    torch.manual_seed(settings.seed + place.rank)
    trainer = Trainer(settings, network, place, base() / "checkpoints", cause)
    progress = trainer.fit(training, validation, stop=stop)
    if not place.is_first:
        return
    probabilities, _ = trainer.predict(validation.images)
    metrics = validation_metrics(specification.classes, validation.allowed, probabilities, settings)
    some = np.random.default_rng(settings.seed).permutation(len(training_rows))[:REFERENCE_IMAGES]
    reference = Images([training.images.files[i] for i in some], settings.image_size, augmented=False, seed=settings.seed)
    _, embeddings = trainer.predict(reference)
    write_model(
        base() / "model",
        trainer.network,
        settings,
        specification,
        metrics=metrics,
        rows=(len(training_rows), len(validation_rows)),
        data_hash=data_hash,
        figures=np.array([list(statistics(square(file.read_bytes(), settings.image_size)).values()) for file in reference.files]),
        embeddings={"images": np.array([training_rows[i].image for i in some]), "embeddings": embeddings},
        history=progress.history,
    )
    write_json(base() / "model/cross-validation.json", {"folds": 1, "metrics": metrics["values"]})
    if NOT_FOR_THE_MODEL in given:
        write_whole(base() / "model/training-parameters.json", given[NOT_FOR_THE_MODEL])
    for name, value in metrics["values"].items():
        print(f"metric {name}={value:.6f}")


def part_of(inputs: Path, part: str, specification: Specification, settings: Settings, *, augmented: bool) -> tuple[Data, tuple[Row, ...]]:
    file = inputs / "train" / f"{part}.csv"
    if not file.is_file():
        raise VisionError(f"{file.name}: got no file, expected it in the channel train")
    rows = read_metadata(file.parent, specification, file.name).rows
    files = find_images(inputs / "images", [row.image for row in rows])
    images = Images([files[row.image] for row in rows], settings.image_size, augmented=augmented, seed=settings.seed)
    return Data(images, allowed_of(specification.classes, rows)), rows


def allowed_of(classes: Classes, rows: tuple[Row, ...]) -> np.ndarray:
    allowed = np.zeros((len(rows), len(classes.names)), dtype=bool)
    for place, row in enumerate(rows):
        allowed[place, list(classes.allowed(row.label))] = True
    return allowed


def validation_metrics(classes: Classes, allowed: np.ndarray, probabilities: np.ndarray, settings: Settings) -> dict:
    positive = allowed[:, : classes.positives].any(axis=1)
    scores = np.clip(probabilities[:, : classes.positives].sum(axis=1), 0, 1)
    exact = allowed.sum(axis=1) == 1
    told = per_class(classes.names, allowed[exact].argmax(axis=1), probabilities[exact]) if exact.any() else []
    return {
        "method": "images of lesions that training has not seen",
        "rows": len(allowed),
        "positives": int(positive.sum()),
        "values": binary_metrics(positive, scores, settings.decision_threshold),
        "perClass": told,
    }


def _weights(inputs: Path, settings: Settings) -> Path | None:
    if settings.pretrained == "none":
        return None
    files = sorted((inputs / "weights").glob("*.pth"))
    if len(files) != 1:
        raise VisionError(f"pretrained: got {len(files)} files in the channel weights, expected one state file (.pth) of torchvision")
    return files[0]


def asked_to_stop() -> Callable[[], bool]:
    """A function that tells whether SIGTERM has come."""
    asked = []
    signal.signal(signal.SIGTERM, lambda *_: asked.append(True))
    return lambda: bool(asked)

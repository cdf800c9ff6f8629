"""How good the exported network is on images of lesions that it has not seen: by class, and for the positive side."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .folders import base, write_json, write_whole
from .images import square
from .layout import Row, find_images, read_metadata
from .metrics import binary_counts, binary_metrics, confusion_matrix, macro_roc_auc, per_class
from .regions import region_contributions
from .runtime import NETWORK, Answer, Runtime, temporary, unpacked
from .specification import Classes, read_specification

BATCH = 32
CHAMPION = "champion"
"""Folder of the execution with the files of the version in service, where there is one."""
EXPLAINED = 24
"""Images over which regions are covered: each takes as many runs as there are regions."""


def evaluate() -> None:
    inputs, output = base() / "processing/input", base() / "processing/output/evaluation"
    specification = read_specification(inputs / "specification/usecase.json")
    rows = read_metadata(inputs / "test", specification, "holdout.csv").rows
    files = find_images(inputs / "images", [row.image for row in rows])
    with temporary() as folder:
        runtime = Runtime(unpacked(inputs / "model/model.tar.gz", Path(folder)))
    paths = [files[row.image] for row in rows]
    answer = score(runtime, paths)
    scores = {runtime.description["networkHash"]: answer.positive.tolist()}
    champion = inputs / "execution" / CHAMPION
    if (champion / NETWORK).is_file():
        # The version in service, on the very same images: the gate compares the two.
        before = Runtime(champion)
        scores[before.description["networkHash"]] = score(before, paths).positive.tolist()
    evaluation = {
        "schemaVersion": 1,
        "useCase": specification.use_case,
        "trainedAt": runtime.description["trainedAt"],
        "rows": {"training": runtime.description["trainingRows"], "holdout": len(rows)},
        "threshold": runtime.threshold,
        **measured(specification.classes, rows, answer, runtime.threshold),
    }
    some = [files[row.image] for row in rows[:EXPLAINED]]
    images = np.stack([square(file.read_bytes(), runtime.size) for file in some])
    explanations = {"explains": "probability", "features": region_contributions(runtime, images)}
    write_json(output / "evaluation.json", evaluation)
    write_json(output / "explanations.json", explanations)
    write_json(output / "scores.json", scores)
    write_whole(output / "embeddings.npz", _embeddings(rows, answer))
    for name, value in evaluation["metrics"].items():
        print(f"metric {name}={value:.6f}")


def score(runtime: Runtime, files: list[Path]) -> Answer:
    answers = [runtime.run(batch) for batch in _batches(files, runtime.size)]
    return Answer(
        np.concatenate([a.probabilities for a in answers]),
        np.concatenate([a.positive for a in answers]),
        np.concatenate([a.embeddings for a in answers]),
    )


def measured(classes: Classes, rows: tuple[Row, ...], answer: Answer, threshold: float) -> dict:
    """Images of which only the side is known count for the positive side, not for the single classes."""
    allowed = [classes.allowed(row.label) for row in rows]
    positive = np.array([places[0] < classes.positives for places in allowed])
    exact = np.array([len(places) == 1 for places in allowed])
    labels = np.array([places[0] for places in allowed])[exact]
    probabilities = answer.probabilities[exact]
    binary = binary_metrics(positive, answer.positive, threshold)
    return {
        "metrics": binary,
        "confusionMatrix": binary_counts(positive, answer.positive, threshold),
        "macroRocAuc": macro_roc_auc(labels, probabilities) if len(labels) else None,
        "perClass": per_class(classes.names, labels, probabilities) if len(labels) else [],
        "classConfusion": {
            "classes": list(classes.names),
            "rows": "what it was",
            "columns": "what was said",
            "counts": confusion_matrix(labels, probabilities.argmax(axis=1), len(classes.names)).tolist(),
        },
    }


def _batches(files: list[Path], size: int) -> Iterator[np.ndarray]:
    for start in range(0, len(files), BATCH):
        yield np.stack([square(file.read_bytes(), size) for file in files[start : start + BATCH]])


def _embeddings(rows: tuple[Row, ...], answer: Answer) -> bytes:
    kept = io.BytesIO()
    np.savez_compressed(kept, images=np.array([row.image for row in rows]), embeddings=answer.embeddings)
    return kept.getvalue()

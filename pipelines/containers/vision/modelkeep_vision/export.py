"""A trained network as files that need none of this program: torch.export's, and ONNX for serving on a CPU."""

import hashlib
import io
import warnings
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from torch.export import Dim

from .errors import VisionError
from .folders import write_json, write_whole
from .hyperparameters import ALGORITHM, Settings
from .images import MARGIN, STATISTICS
from .networks import Network, Served
from .specification import Specification

ONNX_FILE = "network.onnx"
EXPORTED_FILE = "network.pt2"
DESCRIPTION_FILE = "network.json"
MODEL_FILE = "model.json"
"""What the platform knows a version by (domain/model/file/image-network.ts)."""
EMBEDDINGS_FILE = "embeddings.npz"
LARGEST_BATCH = 1_024
TOLERANCE = 1e-4
"""Between the two runtimes, in a probability: they sum in another order."""


def write_model(
    folder: Path,
    network: Network,
    settings: Settings,
    specification: Specification,
    *,
    metrics: dict,
    rows: tuple[int, int],
    data_hash: str,
    embeddings: dict[str, np.ndarray],
    figures: np.ndarray,
    history: list,
) -> None:
    """@param figures images x STATISTICS, of images that were learned from."""
    served = Served(network.cpu().float().to(memory_format=torch.contiguous_format)).eval()
    exported = export(served, settings.image_size)
    onnx = to_onnx(exported, settings.image_size)
    check_same(served, onnx, settings.image_size)
    write_whole(folder / ONNX_FILE, onnx)
    packed = io.BytesIO()
    torch.export.save(exported, packed)
    write_whole(folder / EXPORTED_FILE, packed.getvalue())
    kept = io.BytesIO()
    np.savez_compressed(kept, **embeddings)
    write_whole(folder / EMBEDDINGS_FILE, kept.getvalue())
    write_json(folder / "history.json", history)
    common = {
        "schemaVersion": 1,
        "kind": ALGORITHM,
        "useCase": specification.use_case,
        "trainedAt": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "trainingRows": rows[0],
        "dataHash": data_hash,
        "target": specification.target,
        "targetNames": list(specification.classes.labels),
        "classes": list(specification.classes.names),
        "positives": specification.classes.positives,
        "decisionThreshold": settings.decision_threshold,
        "imageSize": settings.image_size,
        "hyperparameters": asdict(settings),
    }
    network_hash = hashlib.sha256(onnx).hexdigest()
    described = {
        **common,
        "validationRows": rows[1],
        "margin": MARGIN,
        "statistics": list(STATISTICS),
        "embeddingSize": int(embeddings["embeddings"].shape[1]),
        "networkHash": network_hash,
        "networkBytes": len(onnx),
        "metrics": metrics,
    }
    write_json(folder / DESCRIPTION_FILE, described)
    if not specification.features:
        return
    kept = {name: metrics[name] for name in ("method", "rows", "positives", "values")}
    model = {
        **common,
        "metrics": kept,
        "features": _features(specification, figures),
        "network": {"sha256": network_hash, "bytes": len(onnx)},
        "keptColumns": [specification.image_column, specification.diagnosis_column],
    }
    write_json(folder / MODEL_FILE, model)


def _features(specification: Specification, figures: np.ndarray) -> list[dict]:
    told = []
    for feature in specification.features:
        values = figures[:, STATISTICS.index(feature.name)]
        spread = float(values.std())
        told.append(
            {
                "name": feature.name,
                "kind": "numeric",
                "unit": feature.unit,
                "range": {"min": feature.minimum, "max": feature.maximum},
                "mean": float(values.mean()),
                "sd": spread if spread > 1e-12 else 1.0,
            }
        )
    return told


def export(served: Served, size: int) -> torch.export.ExportedProgram:
    # Two images: with one, the tracer takes the batch for a constant.
    batch = Dim("batch", min=1, max=LARGEST_BATCH)
    return torch.export.export(served, (torch.zeros(2, 3, size, size, dtype=torch.uint8),), dynamic_shapes=({0: batch},))


def to_onnx(exported: torch.export.ExportedProgram, size: int) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            exported,
            (torch.zeros(2, 3, size, size, dtype=torch.uint8),),
            dynamo=True,
            input_names=["images"],
            output_names=["probabilities", "embedding"],
            external_data=False,
            verbose=False,
        )
    program.save(file)
    return file.getvalue()


def check_same(served: Served, onnx: bytes, size: int) -> None:
    """What will serve says what was trained. Raises VisionError."""
    import onnxruntime

    images = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (3, 3, size, size), dtype=np.uint8))
    with torch.inference_mode():
        expected = served(images)[0].numpy()
    got = onnxruntime.InferenceSession(onnx, providers=["CPUExecutionProvider"]).run(["probabilities"], {"images": images.numpy()})[0]
    gap = float(np.abs(expected - got).max())
    if not gap <= TOLERANCE:
        raise VisionError(f"export: got probabilities that differ by {gap:.1e} from the trained network's, expected {TOLERANCE} at most")

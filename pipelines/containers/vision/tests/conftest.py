"""Synthetic lesions, and one training of them that the tests share."""

import json
import os
import shutil
import tarfile
from pathlib import Path

import pytest
import torch

from modelkeep_vision.__main__ import main
from modelkeep_vision.describe import base_table
from modelkeep_vision.specification import Specification, parse_specification
from modelkeep_vision.synthesize import write_folder

# Results are compared bit for bit, and small networks are fastest with one thread.
torch.set_num_threads(1)

LESIONS = 63
SIZE = 32


def use_case(**data) -> dict:
    return {
        "name": "spots",
        "data": {
            "target": {
                "name": "dx",
                "positive": {"value": "mel", "otherValues": ["bcc", "akiec"], "label": "malignant"},
                "negative": {"value": "nv", "otherValues": ["bkl", "df", "vasc"], "label": "benign"},
            },
            "groupColumn": "lesion_id",
            **data,
        },
        "model": {"algorithm": "image-network", "seed": 7, "testFraction": 0.1},
    }


def platform_use_case() -> dict:
    """As the platform writes it: the target is a side, and a column of its own tells the diagnosis where it is known."""
    sides = {"positive": ["mel", "bcc", "akiec"], "negative": ["nv", "bkl", "df", "vasc"]}
    told = use_case(
        target={
            "name": "outcome",
            "positive": {"value": "malignant", "label": "malignant"},
            "negative": {"value": "benign", "label": "benign"},
        },
        images={"column": "image_id", "diagnosisColumn": "diagnosis", "classes": sides},
        features=[
            {"name": name, "kind": "numeric", "unit": "1", "range": {"min": 0, "max": 1}} for name in ("brightness", "sharpness")
        ],
    )
    told["model"]["hyperparameters"] = {"imageSize": SIZE}
    return told


def specification() -> Specification:
    return parse_specification(platform_use_case())


HYPERPARAMETERS = {
    "algorithm": "image-network",
    "architecture": "small",
    "width": "8",
    "imageSize": str(SIZE),
    "epochs": "10",
    "batchSize": "16",
    "learningRate": "0.003",
    "workers": "0",
    "threads": "1",
    "seed": "7",
    "folds": "5",
}


class Folders:
    """One step's base folder, with SageMaker's layout."""

    def __init__(self, root: Path):
        self.root = root

    def put(self, name: str, content) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            path.unlink(missing_ok=True)
            path.symlink_to(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")

    def text(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def json(self, name: str):
        return json.loads(self.text(name))

    def run(self, program: str) -> int:
        before = os.environ.get("MODELKEEP_ML_ROOT")
        os.environ["MODELKEEP_ML_ROOT"] = str(self.root)
        try:
            return main([program])
        finally:
            os.environ.pop("MODELKEEP_ML_ROOT")
            if before is not None:
                os.environ["MODELKEEP_ML_ROOT"] = before

    def to_train(self, parts: Path, images: Path, **hyperparameters: str) -> None:
        self.put("input/data/specification/usecase.json", platform_use_case())
        self.put("input/config/hyperparameters.json", {**HYPERPARAMETERS, **hyperparameters})
        self.put("input/data/train", parts)
        self.put("input/data/images", images)


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.delenv("SNAPSHOT_HASH", raising=False)
    return Folders(tmp_path)


@pytest.fixture(scope="session")
def lesions(tmp_path_factory) -> Path:
    """`metadata.csv` and `images/`."""
    folder = tmp_path_factory.mktemp("lesions")
    write_folder(folder, LESIONS, size=40, seed=3)
    return folder


@pytest.fixture(scope="session")
def trained(tmp_path_factory, lesions) -> Folders:
    """Preprocess, train and evaluate, one after the other."""
    done = Folders(tmp_path_factory.mktemp("trained"))
    done.put("processing/input/specification/usecase.json", platform_use_case())
    table, _, _ = base_table(parse_specification(platform_use_case()), lesions, lesions / "images")
    done.put("processing/input/snapshot/s.csv", table)
    done.put("processing/input/images", lesions / "images")
    assert done.run("preprocess") == 0
    told = '{"trigger": {"reason": "drift"}}'
    done.to_train(done.root / "processing/output/train", lesions / "images", trainingParameters=told)
    assert done.run("train") == 0
    (done.root / "processing/input/model").mkdir()
    with tarfile.open(done.root / "processing/input/model/model.tar.gz", "w:gz") as packed:
        packed.add(done.root / "model", arcname=".")
    (done.root / "processing/input/test").mkdir()
    shutil.copy(done.root / "processing/output/test/holdout.csv", done.root / "processing/input/test/holdout.csv")
    assert done.run("evaluate") == 0
    if "MODELKEEP_TEST_MODEL" in os.environ:
        # tests/containers reads it as the platform does.
        shutil.copy(done.root / "model/model.json", os.environ["MODELKEEP_TEST_MODEL"])
    return done

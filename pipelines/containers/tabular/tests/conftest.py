import json
import tarfile
from pathlib import Path

import numpy as np
import pytest

from modelkeep_tabular.__main__ import main


def use_case(algorithm="logistic-regression", **data):
    return {
        "name": "made-up",
        "data": {
            "features": [
                {"name": "size", "kind": "numeric", "unit": "mm", "range": {"min": -10, "max": 10}},
                {"name": "weight", "kind": "numeric", "unit": "1", "range": {"min": -10, "max": 10}, "required": False},
                {"name": "drug", "kind": "categorical", "categories": ["None", "Steady", "Up"]},
            ],
            "target": {
                "name": "outcome",
                "positive": {"value": "<30", "label": "back"},
                "negative": {"value": "NO", "otherValues": [">30"], "label": "not back"},
            },
            "idColumns": ["encounter"],
            "subgroupColumns": ["race"],
            "groupColumn": "patient",
            "excludeRows": [{"column": "disposition", "values": ["11", "13"], "because": "died"}],
            **data,
        },
        "model": {"algorithm": algorithm, "hyperparameters": {}, "seed": 7, "folds": 3, "testFraction": 0.25},
    }


HEADER = "encounter,patient,race,disposition,size,weight,drug,outcome"


def table(rows=400, seed=1):
    """Synthetic: two encounters of most patients, an outcome that size and drug tell of."""
    rng = np.random.default_rng(seed)
    lines = [HEADER]
    for i in range(rows):
        size, drug = rng.normal(), rng.integers(3)
        back = rng.random() < 1 / (1 + np.exp(-(1.5 * size + drug - 1)))
        cells = [
            i,
            f"p{i // 2}",
            ["A", "B", "?"][i % 3],
            11 if i % 40 == 0 else 1,
            round(size, 4),
            "" if i % 10 == 0 else round(rng.normal(), 4),
            ["None", "Steady", "Up"][drug],
            "<30" if back else ["NO", ">30"][i % 2],
        ]
        lines.append(",".join(str(cell) for cell in cells))
    return "\n".join(lines) + "\n"


class Folders:
    """One step's base folder, with SageMaker's layout."""

    def __init__(self, root: Path):
        self.root = root

    def put(self, name: str, content) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            path.write_bytes(content.read_bytes())
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")

    def text(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def json(self, name: str):
        return json.loads(self.text(name))

    def run(self, program: str) -> int:
        return main([program])


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("MODELKEEP_ML_ROOT", str(tmp_path))
    monkeypatch.delenv("SNAPSHOT_HASH", raising=False)
    return Folders(tmp_path)


@pytest.fixture
def pipeline(folders):
    """Runs preprocess, train and evaluate one after the other on the made-up table."""

    def run(algorithm="logistic-regression", hyperparameters=None, csv=None):
        specification = use_case(algorithm)
        folders.put("processing/input/specification/usecase.json", specification)
        folders.put("processing/input/snapshot/s.csv", csv or table())
        assert folders.run("preprocess") == 0
        folders.put("input/data/train/train.csv", folders.root / "processing/output/train/train.csv")
        folders.put("input/data/specification/usecase.json", specification)
        given = {"algorithm": algorithm, "seed": "7", "folds": "3", **(hyperparameters or {})}
        folders.put("input/config/hyperparameters.json", given)
        assert folders.run("train") == 0
        (folders.root / "processing/input/model").mkdir(parents=True)
        with tarfile.open(folders.root / "processing/input/model/model.tar.gz", "w:gz") as packed:
            packed.add(folders.root / "model", arcname=".")
        folders.put("processing/input/test/holdout.csv", folders.root / "processing/output/test/holdout.csv")
        assert folders.run("evaluate") == 0
        return folders

    return run

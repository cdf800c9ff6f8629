"""How good the portable model is on rows that it has not seen: metrics, by class, by group, calibration, explanations."""

import json
import tarfile
from pathlib import Path

import numpy as np

from .columns import feature_of_columns, to_columns
from .errors import TabularError
from .explanations import mean_absolute_contributions
from .folders import base, write_json
from .metrics import by_subgroup, classification_metrics, confusion, reliability_bins, roc_points
from .plots import write_plots
from .scorer import log_odds_of, probabilities_of
from .specification import read_specification
from .table import clean, read_text_table

LARGEST_MODEL_BYTES = 256 * 2**20


def evaluate() -> None:
    inputs, output = base() / "processing/input", base() / "processing/output/evaluation"
    specification = read_specification(inputs / "specification/usecase.json")
    model = read_packed_model(inputs / "model/model.tar.gz")
    file = inputs / "test/holdout.csv"
    table = clean(read_text_table(file), specification, file.name)
    columns, labels = to_columns(table.values, specification.features), table.labels
    probabilities, threshold = probabilities_of(model)(columns), model["decisionThreshold"]
    scores = probabilities_of(model) if model["kind"] == "random-forest" else log_odds_of(model)
    moved = mean_absolute_contributions(scores, columns, feature_of_columns(specification.features), specification.model["seed"])
    ranked = sorted(zip((f.name for f in specification.features), moved.tolist(), strict=True), key=lambda pair: -pair[1])
    evaluation = {
        "schemaVersion": 1,
        "useCase": specification.use_case,
        "trainedAt": model["trainedAt"],
        "rows": {"training": model["trainingRows"], "holdout": len(labels)},
        "threshold": threshold,
        "metrics": classification_metrics(labels, probabilities, threshold),
        "confusionMatrix": confusion(labels, probabilities, threshold),
        "perClass": _per_class(specification.target.labels, labels, probabilities, threshold),
        "calibration": reliability_bins(labels, probabilities),
        "roc": roc_points(labels, probabilities),
        "subgroups": [
            {"column": name, "groups": by_subgroup(labels, probabilities, groups, threshold)}
            for name, groups in table.subgroups.items()
        ],
    }
    explanations = {
        "explains": "probability" if model["kind"] == "random-forest" else "log-odds",
        "features": [{"feature": name, "meanAbsoluteContribution": size} for name, size in ranked],
    }
    write_json(output / "evaluation.json", evaluation)
    write_json(output / "explanations.json", explanations)
    write_plots(output, evaluation, explanations, specification.target.labels)
    for name, value in evaluation["metrics"].items():
        print(f"metric {name}={value:.6f}")


def read_packed_model(path: Path) -> dict:
    if not path.is_file():
        raise TabularError(f"{path.name}: got no file, expected the model as training packed it")
    try:
        with tarfile.open(path) as packed:
            for member in packed:
                if Path(member.name).name == "model.json" and member.isfile() and member.size <= LARGEST_MODEL_BYTES:
                    content = packed.extractfile(member)
                    return json.load(content) if content else {}
    except (tarfile.TarError, EOFError, json.JSONDecodeError, UnicodeDecodeError):
        raise TabularError(f"{path.name}: got a damaged archive, expected model.json in it; train again") from None
    raise TabularError(f"{path.name}: got no model.json in it, expected the portable model")


def _per_class(names: tuple[str, str], labels: np.ndarray, probabilities: np.ndarray, threshold: float) -> list[dict]:
    counts = confusion(labels, probabilities, threshold)
    tp, fp = counts["truePositives"], counts["falsePositives"]
    tn, fn = counts["trueNegatives"], counts["falseNegatives"]
    return [
        {"class": name, "rows": hit + lost, **_rates(hit, false, lost)}
        for name, hit, false, lost in ((names[0], tn, fn, fp), (names[1], tp, fp, fn))
    ]


def _rates(hit: int, false: int, lost: int) -> dict:
    return {
        "precision": hit / (hit + false) if hit + false else None,
        "recall": hit / (hit + lost) if hit + lost else None,
        "f1": 2 * hit / (2 * hit + false + lost) if hit + false + lost else None,
    }

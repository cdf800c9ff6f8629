"""The rows to train on in; a portable model and what cross-validation says of it out."""

import hashlib
import json

from .columns import to_columns
from .estimators import fit, out_of_fold
from .export import dump, portable_model
from .folders import base, read_json, write_json, write_whole
from .hyperparameters import NOT_FOR_THE_MODEL, read_settings
from .metrics import cross_validated
from .specification import read_specification
from .splits import stratified_folds
from .table import clean, read_text_table
from .tracking import Training, track


def train() -> None:
    inputs = base() / "input"
    specification = read_specification(inputs / "data/specification/usecase.json")
    given = read_json(inputs / "config/hyperparameters.json")
    settings = read_settings(given)
    file = inputs / "data/train/train.csv"
    table = clean(read_text_table(file), specification, file.name)
    columns, labels = to_columns(table.values, specification.features), table.labels
    print(f"{settings.algorithm}: {len(labels)} rows, {labels.sum()} positive, {columns.shape[1]} columns")

    folds = stratified_folds(labels, table.patients, settings.folds, settings.seed)
    probabilities, thresholds = out_of_fold(settings, columns, labels, table.patients, folds)
    metrics = cross_validated(labels, probabilities, folds, thresholds)
    model = portable_model(
        fit(settings, columns, labels, table.patients),
        settings,
        specification,
        columns,
        metrics=metrics,
        rows=len(labels),
        positives=int(labels.sum()),
        data_hash=hashlib.sha256(file.read_bytes()).hexdigest(),
    )
    write_whole(base() / "model/model.json", dump(model))
    write_json(base() / "model/cross-validation.json", {"folds": settings.folds, "metrics": metrics})
    if NOT_FOR_THE_MODEL in given:
        write_whole(base() / "model/training-parameters.json", given[NOT_FOR_THE_MODEL])
    for name, value in metrics.items():
        print(f"metric {name}={value:.6f}")
    track(
        Training(
            specification.use_case,
            {"algorithm": settings.algorithm, "seed": settings.seed, "folds": settings.folds, **settings.values},
            {**metrics, "trainingRows": float(len(labels))},
            {"trainingDataHash": model["dataHash"], **_what_triggered(given.get(NOT_FOR_THE_MODEL))},
        )
    )


def _what_triggered(text: str | None) -> dict[str, str]:
    try:
        told = json.loads(text or "{}")
        trigger = told.get("trigger") or {}
        tags = {"codeVersion": told.get("codeVersion"), "trigger": trigger.get("reason")}
    except (json.JSONDecodeError, AttributeError):
        return {}
    return {name: value for name, value in tags.items() if isinstance(value, str)}

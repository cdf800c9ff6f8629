"""Fitted estimators as portable models: the JSON that domain/model/portable-model.ts reads and scores."""

import json
from datetime import UTC, datetime

import numpy as np
from sklearn.base import BaseEstimator

from .estimators import decision_threshold
from .export_trees import forest_trees, xgboost_base_margin, xgboost_trees
from .hyperparameters import Settings
from .specification import Feature, Specification


def portable_model(
    model: BaseEstimator,
    settings: Settings,
    specification: Specification,
    columns: np.ndarray,
    *,
    metrics: dict,
    rows: int,
    positives: int,
    data_hash: str,
) -> dict:
    """@param columns those that the model was fitted on."""
    mean, sd = _scale(columns)
    return {
        "schemaVersion": 1,
        "kind": settings.algorithm,
        "useCase": specification.use_case,
        "trainedAt": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "trainingRows": rows,
        "dataHash": data_hash,
        "target": specification.target.name,
        "targetNames": list(specification.target.labels),
        "decisionThreshold": decision_threshold(model, settings),
        "metrics": {
            "method": f"{settings.folds}-fold cross-validation",
            "rows": rows,
            "positives": positives,
            "values": metrics,
        },
        "features": _features(specification.features, mean, sd),
        **_own(model, settings),
    }


def dump(model: dict) -> str:
    """Strict JSON: a number that is none would make the file unreadable elsewhere."""
    return json.dumps(model, allow_nan=False, separators=(",", ":"), ensure_ascii=False) + "\n"


def _scale(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    with np.errstate(all="ignore"):
        mean = np.nan_to_num(np.nanmean(columns, axis=0))
        sd = np.nan_to_num(np.nanstd(columns, axis=0))
    return mean, np.where(sd > 1e-12 * np.abs(mean), sd, 1.0)


def _features(features: tuple[Feature, ...], mean: np.ndarray, sd: np.ndarray) -> list[dict]:
    written, at = [], 0
    for feature in features:
        if feature.kind == "numeric":
            written.append(
                {
                    "name": feature.name,
                    "kind": "numeric",
                    **({"unit": feature.unit} if feature.unit else {}),
                    **({"range": {"min": feature.minimum, "max": feature.maximum}} if feature.minimum is not None else {}),
                    "mean": float(mean[at]),
                    "sd": float(sd[at]),
                }
            )
            at += 1
            continue
        end = at + len(feature.categories)
        written.append(
            {
                "name": feature.name,
                "kind": "categorical",
                "categories": list(feature.categories),
                "mean": mean[at:end].tolist(),
                "sd": sd[at:end].tolist(),
            }
        )
        at = end
    return written


def _own(model: BaseEstimator, settings: Settings) -> dict:
    """What each kind of model has for itself."""
    told = {name: value for name, value in settings.values.items() if name != "decisionThreshold"}
    match settings.algorithm:
        case "logistic-regression":
            linear = model.named_steps["fit"]
            return {
                "hyperparameters": {"C": settings.values["C"], "seed": settings.seed, "folds": settings.folds},
                "coefficients": linear.coef_[0].tolist(),
                "intercept": float(linear.intercept_[0]),
            }
        case "svm":
            return {"hyperparameters": {**told, "seed": settings.seed, "folds": settings.folds}, **_svm(model)}
        case "random-forest":
            own = {"trees": forest_trees(model)}
        case _:
            booster = model.get_booster()
            own = {"baseMargin": xgboost_base_margin(booster), "trees": xgboost_trees(booster)}
    return {"hyperparameters": {**told, "seed": settings.seed, "folds": settings.folds}, **own}


def _svm(model: BaseEstimator) -> dict:
    calibrated = model.calibrated_classifiers_[0]
    steps = calibrated.estimator.named_steps
    machine, calibrator = steps["fit"], calibrated.calibrators[0]
    pca = steps.get("reduce")
    return {
        **({"pca": {"mean": pca.mean_.tolist(), "components": pca.components_.tolist()}} if pca is not None else {}),
        "gamma": float(machine._gamma),  # What "scale" came to; there is no public name for it.
        "supportVectors": machine.support_vectors_.tolist(),
        "dualCoefficients": machine.dual_coef_[0].tolist(),
        "intercept": float(machine.intercept_[0]),
        "calibration": {"a": float(calibrator.a_), "b": float(calibrator.b_)},
    }

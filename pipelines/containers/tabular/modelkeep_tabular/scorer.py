"""Scores portable models as domain/model/score does, many rows at once: what is evaluated is the file that is served."""

from collections.abc import Callable

import numpy as np
from scipy.special import expit, logit

from .errors import TabularError

Scores = Callable[[np.ndarray], np.ndarray]
"""From columns (NaN is missing) to log-odds; a forest's come from its probability."""


def log_odds_of(model: dict) -> Scores:
    match model["kind"]:
        case "logistic-regression":
            return _linear(model)
        case "svm":
            return _svm(model)
        case "random-forest":
            return _forest(model)
        case "xgboost":
            return _xgboost(model)
        case kind:
            raise TabularError(f"model.json: got kind {kind}, expected one that this container trains")


def probabilities_of(model: dict) -> Scores:
    log_odds = log_odds_of(model)
    return lambda columns: expit(log_odds(columns))


def _scale(model: dict) -> Scores:
    mean = np.hstack([feature["mean"] for feature in model["features"]])
    sd = np.hstack([feature["sd"] for feature in model["features"]])
    return lambda columns: np.nan_to_num((columns - mean) / sd)


def _linear(model: dict) -> Scores:
    scale, weights = _scale(model), np.array(model["coefficients"])
    return lambda columns: scale(columns) @ weights + model["intercept"]


def _svm(model: dict) -> Scores:
    scale, pca = _scale(model), model.get("pca")
    vectors, dual = np.array(model["supportVectors"]), np.array(model["dualCoefficients"])
    a, b = model["calibration"]["a"], model["calibration"]["b"]

    def log_odds(columns: np.ndarray) -> np.ndarray:
        points = scale(columns)
        if pca is not None:
            points = (points - np.array(pca["mean"])) @ np.array(pca["components"]).T
        squares = (points**2).sum(1)[:, None] - 2 * points @ vectors.T + (vectors**2).sum(1)
        return -(a * (np.exp(-model["gamma"] * squares) @ dual + model["intercept"]) + b)

    return log_odds


def _leaves(tree: dict, columns: np.ndarray, *, strict: bool) -> np.ndarray:
    left, right, column = (np.array(tree[name]) for name in ("left", "right", "column"))
    edges = np.array([np.inf if edge is None else edge for edge in tree["threshold"]])
    edges = edges.astype(np.float32).astype(float) if strict else edges
    missing_left = np.array(tree["missingLeft"], dtype=bool)
    nodes = np.zeros(len(columns), dtype=int)
    rows = np.flatnonzero(left[nodes] >= 0)
    while len(rows):
        at = nodes[rows]
        values = columns[rows, column[at]]
        below = values < edges[at] if strict else values <= edges[at]
        nodes[rows] = np.where(np.where(np.isnan(values), missing_left[at], below), left[at], right[at])
        rows = rows[left[nodes[rows]] >= 0]
    return np.array(tree["value"])[nodes]


def _in_32_bits(columns: np.ndarray) -> np.ndarray:
    return columns.astype(np.float32).astype(float)


def _forest(model: dict) -> Scores:
    def log_odds(columns: np.ndarray) -> np.ndarray:
        rounded = _in_32_bits(columns)
        mean = sum(_leaves(tree, rounded, strict=False) for tree in model["trees"]) / len(model["trees"])
        return logit(np.clip(mean, 1e-15, 1 - 1e-15))

    return log_odds


def _xgboost(model: dict) -> Scores:
    def log_odds(columns: np.ndarray) -> np.ndarray:
        rounded = _in_32_bits(columns)
        total = np.full(len(columns), np.float32(model["baseMargin"]), dtype=np.float32)
        for tree in model["trees"]:
            total += _leaves(tree, rounded, strict=True).astype(np.float32)
        return total.astype(float)

    return log_odds

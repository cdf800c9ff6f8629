"""Decision trees as lists by node; a child comes after its parent, a leaf has -1 for both (domain/model/file/trees.ts)."""

import json

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from xgboost import Booster

from .errors import TabularError

FIELDS = ("left", "right", "column", "threshold", "missingLeft", "value", "cover")


def forest_trees(forest: RandomForestClassifier) -> list[dict]:
    trees = []
    for estimator in forest.estimators_:
        tree = estimator.tree_
        leaf = tree.children_left < 0
        shares = tree.value[:, 0, :] / tree.value[:, 0, :].sum(axis=1, keepdims=True)
        # Infinity: every number goes left, only a missing value goes right.
        thresholds = [None if np.isposinf(edge) else float(edge) for edge in np.where(leaf, 0.0, tree.threshold)]
        trees.append(
            {
                "left": tree.children_left.tolist(),
                "right": tree.children_right.tolist(),
                "column": np.where(leaf, 0, tree.feature).tolist(),
                "threshold": thresholds,
                "missingLeft": np.where(leaf, 0, tree.missing_go_to_left).astype(int).tolist(),
                "value": np.where(leaf, shares[:, 1], 0.0).tolist(),
                "cover": tree.weighted_n_node_samples.tolist(),
            }
        )
    return trees


def xgboost_base_margin(booster: Booster) -> float:
    """base_score is a probability, in a string that holds a list; XGBoost takes its log-odds in 32 bits."""
    text = _learner(booster)["learner_model_param"]["base_score"]
    value = np.float32(json.loads(text)[0] if text.startswith("[") else float(text))
    return float(-np.log(np.float32(1) / value - np.float32(1)))


def xgboost_trees(booster: Booster) -> list[dict]:
    model = _learner(booster)["gradient_booster"]["model"]
    return [_xgboost_tree(tree) for tree in model["trees"]]


def _learner(booster: Booster) -> dict:
    return json.loads(bytes(booster.save_raw("json")))["learner"]


def _short(value: float) -> float:
    """The shortest decimal that is this 32-bit number: a file of half the size."""
    return float(str(np.float32(value)))


def _xgboost_tree(tree: dict) -> dict:
    if any(tree["split_type"]):
        raise TabularError("XGBoost: got a tree with categorical splits, expected columns of zeros and ones")
    lists: dict[str, list] = {field: [] for field in FIELDS}
    left, right = tree["left_children"], tree["right_children"]
    # Numbered anew from the root: pruning leaves gaps.
    waiting, place = [(0, None, "")], 0
    while waiting:
        node, parent, side = waiting.pop()
        if parent is not None:
            lists[side][parent] = place
        leaf = left[node] < 0
        lists["left"].append(-1)
        lists["right"].append(-1)
        lists["column"].append(0 if leaf else tree["split_indices"][node])
        lists["threshold"].append(0.0 if leaf else _short(tree["split_conditions"][node]))
        lists["missingLeft"].append(0 if leaf else int(bool(tree["default_left"][node])))
        lists["value"].append(_short(tree["split_conditions"][node]) if leaf else 0.0)
        lists["cover"].append(_short(tree["sum_hessian"][node]))
        if not leaf:
            waiting.append((right[node], place, "right"))
            waiting.append((left[node], place, "left"))
        place += 1
    return lists

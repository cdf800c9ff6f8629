"""The portable file says what the fitted estimator says, missing values and categories among the inputs."""

import json

import numpy as np
import pytest
from conftest import table, use_case
from test_learning import text

from modelkeep_tabular.columns import feature_of_columns, to_columns
from modelkeep_tabular.estimators import fit, positive_probability
from modelkeep_tabular.explanations import mean_absolute_contributions
from modelkeep_tabular.export import dump, portable_model
from modelkeep_tabular.hyperparameters import read_settings
from modelkeep_tabular.metrics import NAMES, classification_metrics
from modelkeep_tabular.scorer import probabilities_of
from modelkeep_tabular.specification import parse_specification
from modelkeep_tabular.table import clean

SETTINGS = [
    {"algorithm": "logistic-regression"},
    {"algorithm": "svm", "components": 3, "C": 2.0},
    {"algorithm": "svm", "components": 0, "gamma": 0.3},
    {"algorithm": "random-forest", "trees": 15},
    {"algorithm": "xgboost", "rounds": 25},
]


@pytest.mark.parametrize("given", SETTINGS, ids=lambda s: "-".join(str(v) for v in s.values()))
def test_portable_equals_fitted(given):
    specification, settings = parse_specification(use_case()), read_settings(given)
    cleaned = clean(text(table()), specification)
    columns = to_columns(cleaned.values, specification.features)
    model = fit(settings, columns, cleaned.labels, cleaned.patients)
    written = dump(portable_model(model, settings, specification, columns, metrics={}, rows=1, positives=1, data_hash="0" * 64))
    gaps = np.abs(probabilities_of(json.loads(written))(columns) - positive_probability(model, columns))
    assert gaps.max() < (1e-6 if given["algorithm"] == "xgboost" else 1e-9)


def test_what_moves_nothing_is_credited_with_nothing():
    rng = np.random.default_rng(0)
    columns = rng.normal(size=(100, 4))
    sizes = mean_absolute_contributions(lambda c: 3 * c[:, 0] + c[:, 2], columns, np.array([0, 1, 1, 2]), 7)
    assert sizes[0] > sizes[1] > sizes[2] == 0


def test_columns_of_a_category_belong_to_it():
    features = parse_specification(use_case()).features
    assert feature_of_columns(features).tolist() == [0, 1, 2, 2, 2]


def test_metrics_that_are_not_defined_are_left_out():
    labels, probabilities = np.zeros(4, dtype=int), np.array([0.1, 0.2, 0.3, 0.4])
    metrics = classification_metrics(labels, probabilities, 0.5)
    assert set(NAMES) - set(metrics) == {"precision", "recall", "f1", "rocAuc"}
    assert metrics["accuracy"] == 1

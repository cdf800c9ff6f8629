"""Trains each kind of model on real tables by the tabular container and says what scikit-learn and XGBoost make of every
row: JSON in by stdin, JSON out by stdout.

In: [{"csv": path, "usecase": use case, "algorithm": name, "hyperparameters": {...}}]
Out: for each: the portable model as text, the rows' features, P(positive) and, for XGBoost, margins and pred_contribs
(summed over the columns of a feature; the base last).
"""

import json
import sys
from pathlib import Path

import numpy as np
from modelkeep_tabular.columns import feature_of_columns, to_columns
from modelkeep_tabular.estimators import fit, positive_probability
from modelkeep_tabular.export import dump, portable_model
from modelkeep_tabular.hyperparameters import read_settings
from modelkeep_tabular.specification import parse_specification
from modelkeep_tabular.table import clean, read_text_table


def cells(table, features):
    columns = []
    for feature in features:
        values = table.values[feature.name].tolist()
        if feature.kind == "categorical":
            values = [feature.categories[int(v)] if v >= 0 else None for v in values]
        columns.append([None if v != v else v for v in values])
    return [list(row) for row in zip(*columns, strict=True)]


def contributions(model, columns, features):
    from xgboost import DMatrix

    booster, matrix = model.get_booster(), DMatrix(columns)
    by_column = booster.predict(matrix, pred_contribs=True)
    by_feature = np.zeros((len(columns), len(features) + 1))
    np.add.at(by_feature.T, np.append(feature_of_columns(features), len(features)), by_column.T)
    return {"margins": booster.predict(matrix, output_margin=True).tolist(), "contributions": by_feature.tolist()}


def answer(case):
    specification = parse_specification(case["usecase"])
    settings = read_settings({"algorithm": case["algorithm"], **case["hyperparameters"]})
    table = clean(read_text_table(Path(case["csv"])), specification)
    columns = to_columns(table.values, specification.features)
    rng = np.random.default_rng(7)
    if case.get("missing"):
        columns[rng.random(columns.shape) < case["missing"]] = np.nan
    model = fit(settings, columns, table.labels, table.patients)
    portable = portable_model(
        model, settings, specification, columns,
        metrics={}, rows=len(columns), positives=int(table.labels.sum()), data_hash="0" * 64,
    )
    rows = np.where(np.isnan(columns), None, columns).tolist() if case.get("missing") else cells(table, specification.features)
    return {
        "model": dump(portable),
        "rows": rows,
        "report": table.report,
        "probabilities": positive_probability(model, columns).tolist(),
        **(contributions(model, columns, specification.features) if settings.algorithm == "xgboost" else {}),
    }


if __name__ == "__main__":
    json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)

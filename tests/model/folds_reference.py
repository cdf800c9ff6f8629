"""Fold by fold: what the tabular container trains (as portable models) and what the library used directly says of the same
rows: JSON in by stdin, JSON out by stdout.

In: {"wisconsin": {"csv", "usecase"}, "diabetes": {"csv", "usecase"} or null}
Out: for each: folds of {model, rows (features), labels, direct (labels or P(positive) of the library's own pipeline)}.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from modelkeep_tabular.columns import to_columns
from modelkeep_tabular.estimators import fit
from modelkeep_tabular.export import dump, portable_model
from modelkeep_tabular.hyperparameters import read_settings
from modelkeep_tabular.specification import parse_specification
from modelkeep_tabular.splits import stratified_folds
from modelkeep_tabular.table import clean, read_text_table
from portable_reference import cells
from sklearn.decomposition import PCA
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from xgboost import XGBClassifier


def prepared(source):
    specification = parse_specification(source["usecase"])
    table = clean(read_text_table(Path(source["csv"])), specification)
    return specification, table, to_columns(table.values, specification.features)


def answer(specification, table, columns, settings, folds, direct):
    rows, done = cells(table, specification.features), []
    for train, test in folds:
        patients = table.patients[train] if table.patients is not None else None
        model = fit(settings, columns[train], table.labels[train], patients)
        portable = portable_model(
            model, settings, specification, columns[train],
            metrics={}, rows=len(train), positives=int(table.labels[train].sum()), data_hash="0" * 64,
        )
        patients_shared = 0 if table.patients is None else len(set(table.patients[train]) & set(table.patients[test]))
        done.append({
            "model": dump(portable),
            "rows": [rows[i] for i in test],
            "labels": table.labels[test].tolist(),
            "direct": direct(train, test).tolist(),
            "patientsShared": patients_shared,
        })
    return {"folds": done, "report": table.report}


def svm(source):
    specification, table, columns = prepared(source)
    folds = list(StratifiedKFold(5, shuffle=True, random_state=0).split(columns, table.labels))

    def direct(train, test):
        pipeline = make_pipeline(StandardScaler(), PCA(2), SVC(C=100))
        return pipeline.fit(columns[train], table.labels[train]).predict(columns[test])

    settings = read_settings({"algorithm": "svm", "C": "100", "components": "2"})
    return answer(specification, table, columns, settings, folds, direct)


def xgboost(source):
    """XGBoost as somebody would use it without this project: pandas, its own categories as dummies, its own names."""
    specification, table, columns = prepared(source)
    chosen = specification.model
    settings = read_settings({"algorithm": "xgboost", **chosen["hyperparameters"]})
    folds = stratified_folds(table.labels, table.patients, chosen["folds"], chosen["seed"])
    names = [f.name for f in specification.features]
    numeric = [f.name for f in specification.features if f.kind == "numeric"]
    frame = table.text[names].copy()
    frame[numeric] = frame[numeric].astype(float)
    dummies = pd.get_dummies(frame, dtype=float).to_numpy()
    values = settings.values

    def direct(train, test):
        model = XGBClassifier(
            n_estimators=values["rounds"], max_depth=values["maxDepth"], learning_rate=values["learningRate"],
            subsample=values["subsample"], colsample_bytree=values["columnSample"], random_state=0,
        )
        return np.asarray(model.fit(dummies[train], table.labels[train]).predict_proba(dummies[test])[:, 1], dtype=float)

    return answer(specification, table, columns, settings, folds, direct)


def main():
    asked = json.load(sys.stdin)
    json.dump({"wisconsin": svm(asked["wisconsin"]), "diabetes": asked["diabetes"] and xgboost(asked["diabetes"])}, sys.stdout)


main()

"""The estimators behind each algorithm. They take columns (see columns.py) in which NaN is missing: trees learn where to
send it; the others take it as the training mean."""

import numpy as np
from scipy.special import expit
from sklearn.base import BaseEstimator
from sklearn.calibration import CalibratedClassifierCV
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import SVC
from xgboost import XGBClassifier

from .hyperparameters import Settings
from .splits import stratified_folds

THREADS = 2


def _scaled(*steps: tuple[str, object]) -> Pipeline:
    """The scaler leaves NaN alone; 0 is then the mean."""
    return Pipeline([("scale", StandardScaler()), ("impute", FunctionTransformer(np.nan_to_num)), *steps])


def fit(settings: Settings, columns: np.ndarray, labels: np.ndarray, patients: np.ndarray | None) -> BaseEstimator:
    """An estimator with predict_proba, fitted on all rows that it is given."""
    values, seed = settings.values, settings.seed
    match settings.algorithm:
        case "logistic-regression":
            # Second order and run to its end: the default tolerance stops up to 0.015 of probability away.
            model = _scaled(("fit", LogisticRegression(C=values["C"], solver="newton-cholesky", tol=1e-10, max_iter=1_000)))
        case "svm":
            components = min(values["components"], columns.shape[1])
            reduce = [("reduce", PCA(components, svd_solver="full"))] if components else []
            machine = _scaled(*reduce, ("fit", SVC(C=values["C"], gamma=values["gamma"])))
            # Platt's sigmoid on decisions that each fold's machine has not learned from; one machine on all rows.
            inner = stratified_folds(labels, patients, 5, seed)
            model = CalibratedClassifierCV(machine, method="sigmoid", cv=inner, ensemble=False)
        case "random-forest":
            model = RandomForestClassifier(
                n_estimators=values["trees"],
                max_depth=values["maxDepth"],
                min_samples_leaf=values["minSamplesLeaf"],
                max_features=values["maxFeatures"],
                random_state=seed,
                n_jobs=THREADS,
            )
        case _:
            model = XGBClassifier(
                n_estimators=values["rounds"],
                max_depth=values["maxDepth"],
                learning_rate=values["learningRate"],
                subsample=values["subsample"],
                colsample_bytree=values["columnSample"],
                min_child_weight=values["minChildWeight"],
                reg_lambda=values["lambda"],
                tree_method="hist",
                objective="binary:logistic",
                random_state=seed,
                n_jobs=THREADS,
            )
    return model.fit(columns, labels)


def positive_probability(model: BaseEstimator, columns: np.ndarray) -> np.ndarray:
    return np.asarray(model.predict_proba(columns)[:, 1], dtype=float)


def decision_threshold(model: BaseEstimator, settings: Settings) -> float:
    """The P(positive) from which on a row is called positive. That of a machine is where its decision changes its sign, as in
    SVC.predict, which Platt's sigmoid need not put at a half."""
    if settings.decision_threshold is not None:
        return settings.decision_threshold
    return float(expit(-model.calibrated_classifiers_[0].calibrators[0].b_))


def out_of_fold(
    settings: Settings, columns: np.ndarray, labels: np.ndarray, patients: np.ndarray | None, folds: list
) -> tuple[np.ndarray, np.ndarray]:
    """Each row's P(positive) by the fold that did not see it, and that fold's threshold."""
    probabilities, thresholds = np.full(len(labels), np.nan), np.full(len(labels), np.nan)
    for train, test in folds:
        own = patients[train] if patients is not None else None
        model = fit(settings, columns[train], labels[train], own)
        probabilities[test] = positive_probability(model, columns[test])
        thresholds[test] = decision_threshold(model, settings)
    return probabilities, thresholds

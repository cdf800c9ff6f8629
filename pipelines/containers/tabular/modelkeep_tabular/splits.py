"""Which rows are held out, and which fold each of the others is tested in. A patient's rows stay together."""

import hashlib

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from .errors import TabularError

FEWEST_OF_A_CLASS = 5


def held_out(keys: list[str], labels: np.ndarray, patients: np.ndarray | None, fraction: float, seed: int) -> np.ndarray:
    """True where a row is held out: where the hash of its key (its line, or its patient) falls below the fraction, so that
    it stays held out however the table grows; as domain/training/holdout.ts. Where a class would lack on one side, a
    stratified split takes over."""
    shares = np.array([_share(f"{seed}:{key}") for key in keys])
    test = shares < fraction
    if min(int((labels[side] == label).sum()) for side in (test, ~test) for label in (0, 1)) >= FEWEST_OF_A_CLASS:
        return test
    parts = max(2, min(round(1 / fraction), _smaller_class(labels, patients)))
    stratified = np.zeros(len(labels), dtype=bool)
    stratified[stratified_folds(labels, patients, parts, seed)[0][1]] = True
    return stratified


def _share(text: str) -> float:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:4], "big") / 2**32


Fold = tuple[np.ndarray, np.ndarray]


def stratified_folds(labels: np.ndarray, patients: np.ndarray | None, folds: int, seed: int) -> list[Fold]:
    """Pairs of training and test rows; both classes in the proportion of the whole, as far as patients allow."""
    most = _smaller_class(labels, patients)
    if most < folds:
        what = "rows" if patients is None else "patients"
        raise TabularError(f"folds: got {folds}, expected at most {most}, the number of {what} of the smaller class")
    empty = np.zeros((len(labels), 1))
    if patients is None:
        return list(StratifiedKFold(folds, shuffle=True, random_state=seed).split(empty, labels))
    return list(StratifiedGroupKFold(folds, shuffle=True, random_state=seed).split(empty, labels, patients))


def _smaller_class(labels: np.ndarray, patients: np.ndarray | None) -> int:
    """Its rows, or its patients."""
    each = np.arange(len(labels)) if patients is None else patients
    return min(len(np.unique(each[labels == label])) for label in (0, 1))

"""Which rows are held out, and which fold each of the others is tested in. A patient's rows stay together."""

import hashlib

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from .errors import TabularError

FEWEST_OF_A_CLASS = 5


def held_out(keys: list[str], labels: np.ndarray, fraction: float, seed: int) -> np.ndarray:
    """True where a row is held out: where the hash of its key (its line, or its patient) falls below the fraction, so that
    it stays held out however the table grows; as domain/training/holdout.ts. A class that would lack on one side is
    an error: the fraction is wrong for so few rows."""
    shares = np.array([_share(f"{seed}:{key}") for key in keys])
    test = shares < fraction
    for side, name in ((test, "held-out rows"), (~test, "training rows")):
        for label in (0, 1):
            got = int((labels[side] == label).sum())
            if got < FEWEST_OF_A_CLASS:
                raise TabularError(
                    f"model.testFraction: got {fraction}, which leaves {got} {name} of class {label}, expected at least "
                    f"{FEWEST_OF_A_CLASS}; collect more rows or choose another fraction"
                )
    return test


def _share(text: str) -> float:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:4], "big") / 2**32


Fold = tuple[np.ndarray, np.ndarray]


def stratified_folds(labels: np.ndarray, patients: np.ndarray | None, folds: int, seed: int) -> list[Fold]:
    """Pairs of training and test rows; both classes in the proportion of the whole, as far as patients allow."""
    per_class = np.bincount(labels, minlength=2)
    if patients is not None:
        per_class = np.array([len(np.unique(patients[labels == label])) for label in (0, 1)])
    if per_class.min() < folds:
        raise TabularError(
            f"model.folds: got {folds}, expected at most {per_class.min()}: that many {'patients' if patients is not None else 'rows'} "
            "has the smaller class"
        )
    empty = np.zeros((len(labels), 1))
    if patients is None:
        return list(StratifiedKFold(folds, shuffle=True, random_state=seed).split(empty, labels))
    return list(StratifiedGroupKFold(folds, shuffle=True, random_state=seed).split(empty, labels, patients))

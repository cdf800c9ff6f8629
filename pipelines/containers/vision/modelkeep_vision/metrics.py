"""How good probabilities of classes are: of each class against the rest, and of the positive side by the names and
definitions of domain/model/metrics.ts."""

import numpy as np


def roc_auc(positive: np.ndarray, scores: np.ndarray) -> float | None:
    """The share of pairs that are ranked rightly, ties a half (Mann-Whitney); None where a side is empty."""
    count = int(positive.sum())
    others = len(positive) - count
    if count == 0 or others == 0:
        return None
    _, place, sizes = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(sizes) - (sizes - 1) / 2)[place]
    return float((ranks[positive].sum() - count * (count + 1) / 2) / (count * others))


def confusion_matrix(labels: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Rows: what it was; columns: what was said."""
    return np.bincount(labels * classes + predicted, minlength=classes * classes).reshape(classes, classes)


def per_class(names: tuple[str, ...], labels: np.ndarray, probabilities: np.ndarray) -> list[dict]:
    """Each class against all others; null where the rows do not tell."""
    matrix = confusion_matrix(labels, probabilities.argmax(axis=1), len(names))
    told = []
    for place, name in enumerate(names):
        hit, rows, said = int(matrix[place, place]), int(matrix[place].sum()), int(matrix[:, place].sum())
        told.append(
            {
                "class": name,
                "rows": rows,
                "rocAuc": roc_auc(labels == place, probabilities[:, place]),
                "precision": hit / said if said else None,
                "recall": hit / rows if rows else None,
                "f1": 2 * hit / (rows + said) if rows + said else None,
            }
        )
    return told


def macro_roc_auc(labels: np.ndarray, probabilities: np.ndarray) -> float | None:
    areas = [roc_auc(labels == place, probabilities[:, place]) for place in range(probabilities.shape[1])]
    defined = [area for area in areas if area is not None]
    return float(np.mean(defined)) if defined else None


def binary_counts(positive: np.ndarray, scores: np.ndarray, threshold: float) -> dict[str, int]:
    said = scores >= threshold
    return {
        "truePositives": int((said & positive).sum()),
        "falsePositives": int((said & ~positive).sum()),
        "trueNegatives": int((~said & ~positive).sum()),
        "falseNegatives": int((~said & positive).sum()),
    }


def binary_metrics(positive: np.ndarray, scores: np.ndarray, threshold: float) -> dict[str, float]:
    """Those that are defined for these rows.
    @param positive which rows are of the positive side; scores: its probability for each."""
    counts = binary_counts(positive, scores, threshold)
    tp, fp = counts["truePositives"], counts["falsePositives"]
    tn, fn = counts["trueNegatives"], counts["falseNegatives"]
    likelihood = np.clip(np.where(positive, scores, 1 - scores), 1e-15, 1)
    values = {
        "accuracy": _share(tp + tn, len(positive)),
        "precision": _share(tp, tp + fp),
        "recall": _share(tp, tp + fn),
        "specificity": _share(tn, tn + fp),
        "f1": _share(2 * tp, 2 * tp + fp + fn),
        "rocAuc": roc_auc(positive, scores),
        "brier": float(np.mean((scores - positive) ** 2)),
        "logLoss": float(-np.log(likelihood).mean()),
        "calibrationError": calibration_error(positive, scores),
    }
    return {name: value for name, value in values.items() if value is not None}


def calibration_error(positive: np.ndarray, scores: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over right-closed bins of equal width."""
    places = np.searchsorted(np.arange(1, bins) / bins, scores, side="left")
    gaps = sum(
        abs(positive[places == place].mean() - scores[places == place].mean()) * (places == place).sum()
        for place in np.unique(places)
    )
    return float(gaps / len(scores))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

"""The metrics of domain/model/metrics.ts, by the same names and definitions."""

import numpy as np
from sklearn import metrics as sk

Threshold = float | np.ndarray
"""One for all rows, or each row's."""

NAMES = ("accuracy", "precision", "recall", "specificity", "f1", "rocAuc", "brier", "logLoss", "calibrationError")


def classification_metrics(labels: np.ndarray, probabilities: np.ndarray, threshold: Threshold) -> dict[str, float]:
    """Those that are defined for these rows."""
    predicted = probabilities >= threshold
    counts = confusion(labels, probabilities, threshold)
    tp, fp = counts["truePositives"], counts["falsePositives"]
    tn, fn = counts["trueNegatives"], counts["falseNegatives"]
    both = 0 < labels.sum() < len(labels)
    values = {
        "accuracy": _share(int((predicted == labels).sum()), len(labels)),
        "precision": _share(tp, tp + fp),
        "recall": _share(tp, tp + fn),
        "specificity": _share(tn, tn + fp),
        "f1": _share(2 * tp, 2 * tp + fp + fn),
        "rocAuc": float(sk.roc_auc_score(labels, probabilities)) if both else None,
        "brier": float(np.mean((probabilities - labels) ** 2)),
        "logLoss": float(sk.log_loss(labels, probabilities, labels=[0, 1])),
        "calibrationError": calibration_error(labels, probabilities),
    }
    return {name: value for name, value in values.items() if value is not None}


def cross_validated(labels: np.ndarray, probabilities: np.ndarray, folds: list, threshold: Threshold) -> dict[str, float]:
    """Over all rows, but for rocAuc: the mean over the folds, since scores of different models cannot be compared."""
    areas = [sk.roc_auc_score(labels[test], probabilities[test]) for _, test in folds if 0 < labels[test].sum() < len(test)]
    together = classification_metrics(labels, probabilities, threshold)
    return {**together, "rocAuc": float(np.mean(areas))} if areas else together


def confusion(labels: np.ndarray, probabilities: np.ndarray, threshold: Threshold) -> dict[str, int]:
    predicted, actual = probabilities >= threshold, labels == 1
    return {
        "truePositives": int((predicted & actual).sum()),
        "falsePositives": int((predicted & ~actual).sum()),
        "trueNegatives": int((~predicted & ~actual).sum()),
        "falseNegatives": int((~predicted & actual).sum()),
    }


def reliability_bins(labels: np.ndarray, probabilities: np.ndarray, count: int = 10) -> list[dict]:
    """Right-closed bins of equal width, the empty ones left out."""
    edges = np.arange(1, count) / count
    places = np.searchsorted(edges, probabilities, side="left")
    bins = []
    for place in np.unique(places):
        inside = places == place
        bins.append(
            {
                "from": float(place / count),
                "to": float((place + 1) / count),
                "rows": int(inside.sum()),
                "meanProbability": float(probabilities[inside].mean()),
                "observedRate": float(labels[inside].mean()),
            }
        )
    return bins


def calibration_error(labels: np.ndarray, probabilities: np.ndarray) -> float:
    bins = reliability_bins(labels, probabilities)
    gaps = sum(b["rows"] * abs(b["observedRate"] - b["meanProbability"]) for b in bins)
    return gaps / len(labels)


def roc_points(labels: np.ndarray, probabilities: np.ndarray) -> list[dict]:
    """The first threshold of the curve is infinite, which JSON cannot say: null."""
    if not 0 < labels.sum() < len(labels):
        return []
    fpr, tpr, thresholds = sk.roc_curve(labels, probabilities)
    return [
        {
            "threshold": float(threshold) if np.isfinite(threshold) else None,
            "falsePositiveRate": float(false_rate),
            "truePositiveRate": float(true_rate),
        }
        for false_rate, true_rate, threshold in zip(fpr, tpr, thresholds, strict=True)
    ]


def by_subgroup(labels: np.ndarray, probabilities: np.ndarray, groups: np.ndarray, threshold: float) -> list[dict]:
    """The metrics of each group by itself, the largest first: an average hides a group that is served badly."""
    rows = []
    for group in np.unique(groups.astype(str)):
        inside = groups == group
        rows.append(
            {
                "group": str(group),
                "rows": int(inside.sum()),
                "metrics": classification_metrics(labels[inside], probabilities[inside], threshold),
            }
        )
    return sorted(rows, key=lambda row: (-row["rows"], row["group"]))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

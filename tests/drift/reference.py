"""Drift statistics by scipy and numpy: JSON cases on standard input, JSON results on standard output."""

import json
import sys

import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon


def decile_cuts(reference):
    deciles = np.quantile(reference, np.arange(1, 10) / 10)
    cuts = set()
    for i, cut in enumerate(deciles):
        if i > 0 and cut == deciles[i - 1]:
            cuts.add(float(np.nextafter(cut, -np.inf)))
        cuts.add(float(cut))
    return np.array(sorted(cuts))


def shares(values, cuts):
    # Bins (cut, next cut]: a value equal to a cut lies below it.
    return np.bincount(np.searchsorted(cuts, values, side="left"), minlength=len(cuts) + 1) / len(values)


def two_samples(case):
    a, b = np.array(case["a"]), np.array(case["b"])
    ks = stats.ks_2samp(a, b)
    both = np.sort(np.concatenate([a, b]))
    gap = np.searchsorted(np.sort(a), both, side="right") / len(a) - np.searchsorted(
        np.sort(b), both, side="right"
    ) / len(b)
    v = max(gap.max(), 0) + max(-gap.min(), 0)
    s = np.sqrt(len(a) * len(b) / (len(a) + len(b)))
    l = (s + 0.155 + 0.24 / s) * v
    j = np.arange(1, 101)
    kuiper = 1.0 if l < 0.4 else 2 * np.sum((4 * j**2 * l**2 - 1) * np.exp(-2 * j**2 * l**2))
    cuts = decile_cuts(a)
    p, q = shares(a, cuts), shares(b, cuts)
    cp, cq = np.clip(p, 1e-4, None), np.clip(q, 1e-4, None)
    return {
        "d": ks.statistic,
        "ksP": ks.pvalue,
        "v": v,
        "kuiperP": min(1, max(0, kuiper)),
        "psi": np.sum((cq - cp) * np.log(cq / cp)),
        "jensenShannon": float(jensenshannon(p, q, base=2)),
        "wasserstein": stats.wasserstein_distance(a, b),
    }


def contingency(case):
    result = stats.chi2_contingency(np.array([case["first"], case["second"]]), correction=False)
    return {"statistic": result.statistic, "df": result.dof, "p": result.pvalue}


def proportions(case):
    (k, n), (l, m) = case["first"], case["second"]
    pooled = (k + l) / (n + m)
    z = (l / m - k / n) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return {"z": z, "p": 2 * stats.norm.sf(abs(z))}


kinds = {"samples": two_samples, "contingency": contingency, "proportions": proportions}
cases = json.load(sys.stdin)
results = [{k: float(v) for k, v in kinds[case["kind"]](case).items()} for case in cases]
json.dump(results, sys.stdout, allow_nan=False)

"""KS, PSI and Wasserstein of each column of two CSV files by polars and numpy, as JSON; asymptotic p."""

import json
import sys

import numpy as np
import polars as pl

reference, current = pl.read_csv(sys.argv[1]), pl.read_csv(sys.argv[2])
report = {}
for name in reference.columns:
    a, b = np.sort(reference[name].to_numpy()), np.sort(current[name].to_numpy())
    both = np.concatenate([a, b])
    both.sort(kind="stable")
    gap = np.searchsorted(a, both, side="right") / len(a) - np.searchsorted(b, both, side="right") / len(b)
    d = float(np.abs(gap).max())
    s = np.sqrt(len(a) * len(b) / (len(a) + len(b)))
    lam = (s + 0.12 + 0.11 / s) * d
    j = np.arange(1, 101)
    cuts = np.unique(np.quantile(a, np.arange(1, 10) / 10))
    p = np.diff(np.concatenate([[0], np.searchsorted(a, cuts, side="right"), [len(a)]])) / len(a)
    q = np.diff(np.concatenate([[0], np.searchsorted(b, cuts, side="right"), [len(b)]])) / len(b)
    p, q = np.clip(p, 1e-4, None), np.clip(q, 1e-4, None)
    report[name] = {
        "ks": d,
        "p": float(np.clip(2 * np.sum((-1.0) ** (j - 1) * np.exp(-2 * j**2 * lam**2)), 0, 1)),
        "psi": float(np.sum((q - p) * np.log(q / p))),
        "wasserstein": float(np.sum(np.abs(gap[:-1]) * np.diff(both))),
    }
json.dump(report, sys.stdout)

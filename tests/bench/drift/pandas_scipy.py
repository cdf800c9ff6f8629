"""KS, PSI and Wasserstein of each column of two CSV files by pandas and scipy, as JSON."""

import json
import sys

import numpy as np
import pandas as pd
from scipy import stats

reference, current = pd.read_csv(sys.argv[1]), pd.read_csv(sys.argv[2])
report = {}
for name in reference.columns:
    a, b = reference[name].to_numpy(), current[name].to_numpy()
    ks = stats.ks_2samp(a, b)
    cuts = np.unique(np.quantile(a, np.arange(1, 10) / 10))
    p = np.bincount(np.searchsorted(cuts, a), minlength=len(cuts) + 1) / len(a)
    q = np.bincount(np.searchsorted(cuts, b), minlength=len(cuts) + 1) / len(b)
    p, q = np.clip(p, 1e-4, None), np.clip(q, 1e-4, None)
    report[name] = {
        "ks": ks.statistic,
        "p": ks.pvalue,
        "psi": float(np.sum((q - p) * np.log(q / p))),
        "wasserstein": stats.wasserstein_distance(a, b),
    }
json.dump(report, sys.stdout)

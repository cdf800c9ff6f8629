"""Which features move a model, over many rows. A single prediction is explained where it is served (domain/model/score)."""

import numpy as np

from .scorer import Scores

ROWS = 60
ORDERS = 24


def mean_absolute_contributions(score: Scores, columns: np.ndarray, feature_of: np.ndarray, seed: int) -> np.ndarray:
    """For each feature the mean size of its Shapley value, of what `score` gives, over up to 60
    rows: sampled orders of the features, each against another row as background (Štrumbelj & Kononenko 2014), each order
    also run backwards."""
    rng = np.random.default_rng(seed)
    rows = columns[rng.permutation(len(columns))[:ROWS]]
    count = int(feature_of.max()) + 1
    values = np.zeros((len(rows), count))
    order = rng.permutation(count)
    for run in range(ORDERS):
        order = order[::-1] if run % 2 else rng.permutation(count)
        if run % 2 == 0:
            background = columns[rng.integers(len(columns), size=len(rows))]
        steps = np.repeat(background[None], count + 1, axis=0)
        for place, feature in enumerate(order):
            own = feature_of == feature
            steps[place + 1 :, :, own] = rows[:, own]
        said = score(steps.reshape(-1, columns.shape[1])).reshape(count + 1, len(rows))
        values[:, order] += (said[1:] - said[:-1]).T / ORDERS
    return np.abs(values).mean(axis=0)

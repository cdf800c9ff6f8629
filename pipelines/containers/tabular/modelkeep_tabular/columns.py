"""Features become the columns that models compute with, as in domain/model/columns.ts: a number is one column, a
category one of zeros and ones for each of its values; what is missing is NaN in all of them."""

import numpy as np
import pandas as pd

from .specification import Feature


def to_columns(values: pd.DataFrame, features: tuple[Feature, ...]) -> np.ndarray:
    blocks = []
    for feature in features:
        cells = values[feature.name].to_numpy(dtype=float)
        if feature.kind == "numeric":
            blocks.append(cells[:, None])
            continue
        block = (cells[:, None] == np.arange(len(feature.categories))).astype(float)
        block[cells < 0] = np.nan
        blocks.append(block)
    return np.hstack(blocks)


def feature_of_columns(features: tuple[Feature, ...]) -> np.ndarray:
    """The feature that each column comes from."""
    widths = [1 if feature.kind == "numeric" else len(feature.categories) for feature in features]
    return np.repeat(np.arange(len(features)), widths)

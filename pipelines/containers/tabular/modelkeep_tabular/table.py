"""Reads a table as text and turns it into what a model learns from. A row with anything wrong in it is set aside whole
and counted by reason; nothing is dropped silently. Missing markers are those of domain/dataset/cell.ts."""

import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from .errors import TabularError
from .specification import Feature, Specification

MISSING = frozenset(["", "na", "n/a", "nan", "null", "none", "?", "-"])
UNKNOWN_GROUP = "unknown"


@dataclass(frozen=True)
class CleanTable:
    text: pd.DataFrame
    """The kept rows with every column, as text."""
    values: pd.DataFrame
    """The features: floats (NaN is missing), or categories by their place (-1 is missing)."""
    labels: np.ndarray
    patients: np.ndarray | None
    """The group column's codes; None where the use case names none."""
    subgroups: dict[str, np.ndarray]
    report: dict


def read_text_table(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise TabularError(f"{path.name}: got no file, expected a CSV table with a header")
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8", skipinitialspace=True)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError):
        raise TabularError(f"{path.name}: got a file that cannot be read as CSV, expected a header and rows") from None
    repeated = [name for name, count in Counter(table.columns).items() if count > 1]
    if repeated:
        raise TabularError(f"{path.name}: got column {repeated[0]} twice, expected each once")
    return table


def clean(table: pd.DataFrame, specification: Specification, what: str = "table") -> CleanTable:
    """Raises TabularError naming each column that the table lacks, or where no row is left."""
    target, features = specification.target, specification.features
    needed = [feature.name for feature in features] + [target.name]
    if specification.group_column is not None:
        needed.append(specification.group_column)
    lacking = [name for name in needed if name not in table.columns]
    if lacking:
        raise TabularError(f"{what}: got no column {', '.join(lacking)}, expected each that the use case names")

    excluded: dict[str, int] = {}
    keep = np.ones(len(table), dtype=bool)
    for rule in specification.exclusions:
        if rule.column not in table.columns:
            continue
        hit = table[rule.column].str.strip().isin(rule.values).to_numpy() & keep
        excluded[rule.because] = int(hit.sum())
        keep &= ~hit

    problems: Counter[tuple[str, str]] = Counter()
    columns: dict[str, np.ndarray] = {}
    fits = keep.copy()
    for feature in features:
        values, reasons = _read(table[feature.name], feature)
        for row in np.flatnonzero(keep & (reasons != "")):
            problems[(feature.name, str(reasons[row]))] += 1
        fits &= reasons == ""
        columns[feature.name] = values
    outcome = table[target.name].str.strip()
    positive = (outcome == target.positive).to_numpy()
    known = positive | outcome.isin(target.negatives).to_numpy()
    unknown_targets = int((keep & ~known).sum())
    if unknown_targets:
        problems[(target.name, "unknown-target")] = unknown_targets
    fits &= known
    if not fits.any():
        raise TabularError(f"{what}: got no row that fits the use case, of {len(table)}; first reasons: {_first(problems)}")

    kept = table[fits].reset_index(drop=True)
    patients = None
    if specification.group_column is not None:
        patients = pd.factorize(kept[specification.group_column].str.strip())[0]
    return CleanTable(
        text=kept,
        values=pd.DataFrame({name: values[fits] for name, values in columns.items()}),
        labels=positive[fits].astype(int),
        patients=patients,
        subgroups={name: _groups(kept[name]) for name in specification.subgroup_columns if name in kept.columns},
        report={
            "rowsRead": len(table),
            "rowsKept": int(fits.sum()),
            "rowsExcluded": excluded,
            "rowsSetAside": int(keep.sum() - fits.sum()),
            "problems": [{"column": column, "reason": reason, "rows": rows} for (column, reason), rows in problems.most_common()],
            "columns": {
                "features": [feature.name for feature in features],
                "target": target.name,
                "notLearnedFrom": [c for c in table.columns if c not in columns and c != target.name],
            },
            "labels": {"positive": int(positive[fits].sum()), "negative": int((~positive[fits]).sum())},
            **({"patients": int(patients.max()) + 1} if patients is not None else {}),
        },
    )


def _first(problems: Counter) -> str:
    return ", ".join(f"{column}: {reason} ({rows} rows)" for (column, reason), rows in problems.most_common(3)) or "none"


def _is_missing(text: pd.Series) -> np.ndarray:
    return text.str.lower().isin(MISSING).to_numpy()


def _groups(cells: pd.Series) -> np.ndarray:
    text = cells.str.strip()
    return np.where(_is_missing(text), UNKNOWN_GROUP, text.to_numpy(dtype=object))


def _read(cells: pd.Series, feature: Feature) -> tuple[np.ndarray, np.ndarray]:
    """The values, and for each row why it is set aside, or nothing."""
    text = cells.str.strip()
    reasons = np.full(len(text), "", dtype=object)
    missing = _is_missing(text)
    if feature.kind == "categorical":
        # A listed category wins over a missing marker: A1Cresult says None where none was measured.
        places = {category: place for place, category in enumerate(feature.categories)}
        codes = text.map(places).fillna(-1).to_numpy(dtype=float)
        missing = missing & (codes < 0)
        reasons[(codes < 0) & ~missing] = "unknown-category"
        values = codes
    else:
        values = pd.to_numeric(text.where(~missing, "nan"), errors="coerce").to_numpy(dtype=float)
        wrong = ~missing & ~np.isfinite(values)
        reasons[wrong] = "not-a-number"
        low = -math.inf if feature.minimum is None else feature.minimum
        high = math.inf if feature.maximum is None else feature.maximum
        with np.errstate(invalid="ignore"):
            reasons[~missing & ~wrong & ((values < low) | (values > high))] = "out-of-range"
    if feature.required:
        reasons[missing] = "missing-value"
    return values, reasons

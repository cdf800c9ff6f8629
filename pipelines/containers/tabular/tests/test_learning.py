"""What may be learned from, and who may stand on which side of a split."""

import numpy as np
import pandas as pd
import pytest
from conftest import table, use_case

from modelkeep_tabular.errors import TabularError
from modelkeep_tabular.specification import parse_specification
from modelkeep_tabular.splits import held_out, stratified_folds
from modelkeep_tabular.table import clean


def text(csv: str) -> pd.DataFrame:
    header, *rows = (line.split(",") for line in csv.splitlines())
    return pd.DataFrame(rows, columns=header)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"idColumns": ["size"]}, "got size, which names a row or a patient"),
        ({"groupColumn": "size"}, "got size, which names a row or a patient"),
        ({"target": {**use_case()["data"]["target"], "name": "size"}}, "got the target size"),
        ({"features": []}, "got none, expected at least one"),
        ({"features": use_case()["data"]["features"][:1] * 2}, "got size twice"),
    ],
)
def test_a_column_that_leaks_is_refused(data, message):
    with pytest.raises(TabularError, match=message):
        parse_specification(use_case(**data))


def test_rows_are_set_aside_by_reason_and_none_is_lost():
    rows = text(table(60))
    rows.loc[1, "size"] = "99"
    rows.loc[2, "size"] = "large"
    rows.loc[3, "drug"] = "Down"
    rows.loc[4, "outcome"] = "maybe"
    rows.loc[5, "size"] = "?"
    report = clean(rows, parse_specification(use_case())).report
    assert {(p["column"], p["reason"]) for p in report["problems"]} == {
        ("size", "out-of-range"),
        ("size", "not-a-number"),
        ("size", "missing-value"),
        ("drug", "unknown-category"),
        ("outcome", "unknown-target"),
    }
    assert report["rowsExcluded"] == {"died": 2}
    assert report["rowsKept"] + report["rowsSetAside"] + 2 == report["rowsRead"] == 60
    assert report["columns"]["notLearnedFrom"] == ["encounter", "patient", "race", "disposition"]


def test_a_listed_category_wins_over_a_missing_marker():
    cleaned = clean(text(table(60)), parse_specification(use_case()))
    assert 0 in cleaned.values["drug"].to_numpy()


@pytest.mark.parametrize("seed", range(20))
def test_a_patient_is_never_on_both_sides(seed):
    rng = np.random.default_rng(seed)
    patients = rng.integers(60, size=300)
    labels = (rng.random(300) < 0.3).astype(int)
    for train, test in stratified_folds(labels, patients, 5, seed):
        assert set(patients[train]).isdisjoint(patients[test])
        assert len(train) + len(test) == 300
    for fraction in (0.2, 0.02):
        test = held_out([str(p) for p in patients], labels, patients, fraction, seed)
        assert set(patients[test]).isdisjoint(patients[~test])
        assert 0 < test.sum() < 300


def test_a_held_out_row_stays_held_out_as_the_table_grows():
    labels = np.arange(2_000) % 2
    keys = [f"row {i}" for i in range(2_000)]
    grown = held_out(keys, labels, None, 0.2, 7)
    small = held_out(keys[:500], labels[:500], None, 0.2, 7)
    assert (grown[:500] == small).all()
    assert 0.15 < grown.mean() < 0.25


def test_the_hash_is_the_one_of_the_platform():
    """domain/training/holdout.ts: the leading 32 bits of SHA-256 of `seed:line`."""
    labels = np.arange(100) % 2
    keys = [f"{i},M" for i in range(100)]
    held = np.flatnonzero(held_out(keys, labels, None, 0.3, 7)).tolist()
    import hashlib

    first = [int.from_bytes(hashlib.sha256(f"7:{key}".encode()).digest()[:4], "big") / 2**32 < 0.3 for key in keys]
    assert held == np.flatnonzero(first).tolist()

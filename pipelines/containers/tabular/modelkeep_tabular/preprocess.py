"""A snapshot in; the rows to train on, the rows held out, and a report of what was left out and why."""

import hashlib
import os

import pandas as pd

from .errors import TabularError
from .folders import base, the_only_csv, write_json, write_whole
from .specification import read_specification
from .splits import held_out
from .table import clean, read_text_table

SPECIAL = frozenset(',"\r\n')


def preprocess() -> None:
    inputs, outputs = base() / "processing/input", base() / "processing/output"
    specification = read_specification(inputs / "specification/usecase.json")
    snapshot = the_only_csv(inputs / "snapshot")
    _check_hash(snapshot.read_bytes())
    table = clean(read_text_table(snapshot), specification, snapshot.name)
    lines = csv_lines(table.text)
    keys = lines[1:]
    if specification.group_column is not None:
        keys = table.text[specification.group_column].str.strip().tolist()
    seed, fraction = specification.model["seed"], specification.model["testFraction"]
    test = held_out(keys, table.labels, table.patients, fraction, seed)
    write_whole(outputs / "train/train.csv", _file(lines, ~test))
    write_whole(outputs / "test/holdout.csv", _file(lines, test))
    report = {**table.report, "rowsTraining": int((~test).sum()), "rowsHeldOut": int(test.sum())}
    if table.patients is not None:
        both = set(table.patients[test]) & set(table.patients[~test])
        report["patientsOnBothSides"] = len(both)
    write_json(outputs / "report/report.json", report)
    for because, rows in report["rowsExcluded"].items():
        print(f"left out: {rows} rows, {because}")
    print(f"{report['rowsRead']} rows read, {report['rowsSetAside']} set aside")
    print(f"{report['rowsTraining']} rows to train, {report['rowsHeldOut']} held out")


def csv_lines(table: pd.DataFrame) -> list[str]:
    """Header and rows in the one spelling of domain/dataset/snapshot.ts: a clean snapshot comes out as it went in."""
    return [",".join(_quoted(cell) for cell in row) for row in [table.columns, *table.itertuples(index=False)]]


def _quoted(cell: str) -> str:
    if SPECIAL.isdisjoint(cell) and cell == cell.strip():
        return cell
    return '"' + cell.replace('"', '""') + '"'


def _file(lines: list[str], keep) -> str:
    return "\n".join([lines[0], *(line for line, kept in zip(lines[1:], keep, strict=True) if kept)]) + "\n"


def _check_hash(content: bytes) -> None:
    expected = os.environ.get("SNAPSHOT_HASH")
    got = hashlib.sha256(content).hexdigest()
    if expected and got != expected:
        raise TabularError(f"SNAPSHOT_HASH: got a file with SHA-256 {got}, expected {expected}; it was changed or damaged")

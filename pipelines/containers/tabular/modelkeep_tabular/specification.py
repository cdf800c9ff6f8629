"""What to learn from: the parts of a use case that this container reads (usecase.json, see ../README.md)."""

import json
from dataclasses import dataclass
from pathlib import Path

from .errors import TabularError


@dataclass(frozen=True)
class Feature:
    name: str
    kind: str
    """numeric or categorical"""
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    categories: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Exclusion:
    """Rows that are left out, counted and reported: those whose `column` holds one of `values`."""

    column: str
    values: frozenset[str]
    because: str


@dataclass(frozen=True)
class Target:
    name: str
    positive: str
    negatives: tuple[str, ...]
    labels: tuple[str, str]
    """What people call label 0 and label 1."""


@dataclass(frozen=True)
class Specification:
    use_case: str
    features: tuple[Feature, ...]
    target: Target
    id_columns: tuple[str, ...]
    subgroup_columns: tuple[str, ...]
    group_column: str | None
    """Names the patient: no patient is on both sides of a split."""
    exclusions: tuple[Exclusion, ...]
    model: dict
    """algorithm, hyperparameters, seed, folds, testFraction"""


def read_specification(path: Path) -> Specification:
    if not path.is_file():
        raise TabularError(f"specification: got no file {path.name}, expected the use case as JSON")
    try:
        return parse_specification(json.loads(path.read_text("utf-8")))
    except json.JSONDecodeError as error:
        raise TabularError(f"{path.name}: got text that is no JSON ({error.msg}, line {error.lineno})") from None


def parse_specification(use_case: dict) -> Specification:
    """Raises TabularError for a field that is missing, and for a feature that would leak the target or a patient."""
    try:
        data = use_case["data"]
        target = data["target"]
        specification = Specification(
            use_case=use_case["name"],
            features=tuple(_feature(feature) for feature in data["features"]),
            target=Target(
                name=target["name"],
                positive=target["positive"]["value"],
                negatives=(target["negative"]["value"], *target["negative"].get("otherValues", [])),
                labels=(target["negative"]["label"], target["positive"]["label"]),
            ),
            id_columns=tuple(data.get("idColumns", [])),
            subgroup_columns=tuple(data.get("subgroupColumns", [])),
            group_column=data.get("groupColumn"),
            exclusions=tuple(
                Exclusion(rule["column"], frozenset(rule["values"]), rule["because"]) for rule in data.get("excludeRows", [])
            ),
            model=use_case["model"],
        )
    except KeyError as error:
        raise TabularError(f"specification: got no field {error}, expected it in the use case") from None
    _refuse_leaks(specification)
    return specification


def _feature(feature: dict) -> Feature:
    limits = feature.get("range") or {}
    return Feature(
        name=feature["name"],
        kind=feature["kind"],
        unit=feature.get("unit"),
        minimum=limits.get("min"),
        maximum=limits.get("max"),
        categories=tuple(feature.get("categories", [])),
        required=feature.get("required", True),
    )


def _refuse_leaks(specification: Specification) -> None:
    names = [feature.name for feature in specification.features]
    if not names:
        raise TabularError("data.features: got none, expected at least one")
    for name in sorted({name for name in names if names.count(name) > 1}):
        raise TabularError(f"data.features: got {name} twice, expected each feature once")
    for name in names:
        if name == specification.target.name:
            raise TabularError(f"data.features: got the target {name}, expected columns that do not tell the outcome")
        if name in specification.id_columns or name == specification.group_column:
            raise TabularError(f"data.features: got {name}, which names a row or a patient; a model must not learn from it")

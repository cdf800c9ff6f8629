"""What each algorithm may be told, what it does when it is not, and what is refused. SageMaker gives every value as text."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from .errors import TabularError


@dataclass(frozen=True)
class Rule:
    default: object
    allowed: str
    read: Callable[[str], object]
    """Raises ValueError for what is not allowed."""


def _number(low: float, high: float, *, above: bool = False) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = float(text)
        if not (low < value if above else low <= value) or not value <= high:
            raise ValueError
        return value

    return read


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return read


def _word_or(words: tuple[str, ...], read_number: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: text if text in words else read_number(text)


def whole(default: int, low: int, high: int) -> Rule:
    return Rule(default, f"a whole number from {low} to {high}", _whole(low, high))


def number(default: float, low: float, high: float, *, above: bool = False) -> Rule:
    return Rule(default, f"a number {'above' if above else 'from'} {low} to {high}", _number(low, high, above=above))


THRESHOLD = number(0.5, 0.001, 0.999)

ALGORITHMS: dict[str, dict[str, Rule]] = {
    "logistic-regression": {"C": number(1.0, 0, 1e9, above=True), "decisionThreshold": THRESHOLD},
    "svm": {
        "C": number(100.0, 0, 1e9, above=True),
        "components": whole(2, 0, 1_000),
        "gamma": Rule("scale", "scale, or a number above 0", _word_or(("scale",), _number(0, 1e9, above=True))),
        "decisionThreshold": replace(THRESHOLD, default=None),
    },
    "random-forest": {
        "trees": whole(300, 1, 10_000),
        "maxDepth": whole(16, 1, 64),
        "minSamplesLeaf": whole(2, 1, 1_000_000),
        "maxFeatures": Rule("sqrt", "sqrt, or a share above 0 to 1", _word_or(("sqrt",), _number(0, 1, above=True))),
        "decisionThreshold": THRESHOLD,
    },
    "xgboost": {
        "rounds": whole(150, 1, 10_000),
        "maxDepth": whole(3, 1, 32),
        "learningRate": number(0.05, 0, 1, above=True),
        "subsample": number(0.8, 0, 1, above=True),
        "columnSample": number(0.8, 0, 1, above=True),
        "minChildWeight": number(1.0, 0, 1e6),
        "lambda": number(1.0, 0, 1e6),
        "decisionThreshold": THRESHOLD,
    },
}

NOT_FOR_THE_MODEL = "trainingParameters"
"""What triggered the training: passed on with the model."""
OF_SAGEMAKER = ("sagemaker_", "_tuning_objective_metric")

GENERAL = {"seed": whole(7, 0, 2**31 - 1), "folds": whole(5, 2, 20)}


@dataclass(frozen=True)
class Settings:
    algorithm: str
    seed: int
    folds: int
    values: dict
    """The algorithm's own, each one there."""

    @property
    def decision_threshold(self) -> float | None:
        """None: where the machine itself draws the line (SVM)."""
        return self.values["decisionThreshold"]


def read_settings(given: dict) -> Settings:
    """Raises TabularError naming each wrong hyperparameter, what was got and what is allowed."""
    texts = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in given.items()
        if name != NOT_FOR_THE_MODEL and not name.startswith(OF_SAGEMAKER)
    }
    algorithm = texts.pop("algorithm", "logistic-regression").strip('"')
    if algorithm not in ALGORITHMS:
        raise TabularError(f"algorithm: got {algorithm[:40]}, expected one of {', '.join(ALGORITHMS)}")
    rules = {**GENERAL, **ALGORITHMS[algorithm]}
    problems = [
        f"{name}: got an unknown hyperparameter, {algorithm} takes {', '.join(rules)}" for name in texts if name not in rules
    ]
    values = {}
    for name, rule in rules.items():
        text = texts.get(name)
        try:
            values[name] = rule.default if text is None else rule.read(text.strip().strip('"'))
        except ValueError:
            problems.append(f"{name}: got {str(text)[:40]}, expected {rule.allowed}")
    if problems:
        raise TabularError("; ".join(problems))
    seed, folds = values.pop("seed"), values.pop("folds")
    return Settings(algorithm, seed, folds, values)

"""What a training may be told, what it does when it is not, and what is refused. SageMaker gives every value as text."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from .errors import VisionError

ALGORITHM = "image-network"
ARCHITECTURES = ("resnet50", "efficientnet-b0", "small")
NOT_FOR_THE_MODEL = "trainingParameters"
"""What triggered the training: passed on with the model."""
OF_SAGEMAKER = ("sagemaker_", "_tuning_objective_metric")


@dataclass(frozen=True)
class Settings:
    architecture: str
    width: int
    """Channels of the first layers of `small`; the others have theirs."""
    pretrained: str
    """`imagenet`: begin from the weights of the channel `weights`."""
    image_size: int
    epochs: int
    batch_size: int
    """Of all processes together."""
    learning_rate: float
    weight_decay: float
    warmup_epochs: int
    patience: int
    """Epochs without a better validation loss after which training stops."""
    dropout: float
    augmentation: bool
    class_weights: bool
    precision: str
    processes: int
    """0: one for each GPU of the machine, or one without a GPU."""
    workers: int
    """Processes that decode images, for each training process; 0: the training process does."""
    threads: int
    """Of each training process on a CPU; 0: as torch sees fit. Small networks on a busy machine are fastest with one."""
    checkpoint_steps: int
    decision_threshold: float
    seed: int


Read = Callable[[str], object]


def _number(low: float, high: float) -> Read:
    def read(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return read


def _whole(low: int, high: int) -> Read:
    def read(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return read


def _word(*words: str) -> Read:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError
        return text

    return read


@dataclass(frozen=True)
class Rule:
    field: str
    default: object
    allowed: str
    read: Read


def _whole_rule(field: str, default: int, low: int, high: int) -> Rule:
    return Rule(field, default, f"a whole number from {low} to {high}", _whole(low, high))


def _number_rule(field: str, default: float, low: float, high: float) -> Rule:
    return Rule(field, default, f"a number from {low:g} to {high:g}", _number(low, high))


def _word_rule(field: str, default: str, *words: str) -> Rule:
    return Rule(field, default, f"one of {', '.join(words)}", _word(*words))


def _flag_rule(field: str, default: bool) -> Rule:
    return Rule(field, default, "true or false", lambda text: _word("true", "false")(text) == "true")


RULES: dict[str, Rule] = {
    "algorithm": _word_rule("algorithm", ALGORITHM, ALGORITHM),
    "architecture": _word_rule("architecture", "efficientnet-b0", *ARCHITECTURES),
    "width": _whole_rule("width", 16, 4, 256),
    "pretrained": _word_rule("pretrained", "none", "none", "imagenet"),
    "imageSize": _whole_rule("image_size", 224, 32, 1_024),
    "epochs": _whole_rule("epochs", 30, 1, 10_000),
    "batchSize": _whole_rule("batch_size", 32, 1, 8_192),
    "learningRate": _number_rule("learning_rate", 3e-4, 1e-8, 10),
    "weightDecay": _number_rule("weight_decay", 1e-4, 0, 10),
    "warmupEpochs": _whole_rule("warmup_epochs", 1, 0, 1_000),
    "patience": _whole_rule("patience", 6, 1, 10_000),
    "dropout": _number_rule("dropout", 0.2, 0, 0.95),
    "augmentation": _flag_rule("augmentation", True),
    "classWeights": _flag_rule("class_weights", True),
    "precision": _word_rule("precision", "auto", "auto", "float32", "bfloat16", "float16"),
    "processes": _whole_rule("processes", 0, 0, 64),
    "workers": _whole_rule("workers", 4, 0, 64),
    "threads": _whole_rule("threads", 0, 0, 1_024),
    "checkpointSteps": _whole_rule("checkpoint_steps", 500, 1, 1_000_000),
    "decisionThreshold": _number_rule("decision_threshold", 0.5, 0.001, 0.999),
    "seed": _whole_rule("seed", 7, 0, 2**31 - 1),
}
IGNORED = ("folds",)
"""Of every use case's model; a network is judged on lesions that it has not seen, not by folds."""


def read_settings(given: dict) -> Settings:
    """Raises VisionError naming each wrong hyperparameter, what was got and what is allowed."""
    texts = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in given.items()
        if name != NOT_FOR_THE_MODEL and name not in IGNORED and not name.startswith(OF_SAGEMAKER)
    }
    problems = [f"{name}: got an unknown hyperparameter, expected one of {', '.join(RULES)}" for name in texts if name not in RULES]
    values = {}
    for name, rule in RULES.items():
        text = texts.get(name)
        try:
            values[rule.field] = rule.default if text is None else rule.read(text.strip().strip('"'))
        except ValueError:
            problems.append(f"{name}: got {str(text)[:40]}, expected {rule.allowed}")
    if problems:
        raise VisionError("; ".join(problems))
    values.pop("algorithm")
    return Settings(**values)

"""What to learn from: the parts of a use case that this container reads (usecase.json, see ../README.md)."""

from dataclasses import dataclass
from pathlib import Path

from .errors import VisionError
from .folders import read_json
from .images import STATISTICS


@dataclass(frozen=True)
class Classes:
    """The diagnoses that the network tells apart, the positive side first."""

    names: tuple[str, ...]
    positives: int
    """How many of them, from the front, are the positive side."""
    labels: tuple[str, str]
    """What people call the negative and the positive side."""
    values: tuple[str, str]
    """How tables write them."""

    def allowed(self, text: str) -> tuple[int, ...]:
        """Places of the classes that a label may mean: one for a diagnosis, a side's for the name of that side.

        Raises KeyError for any other text."""
        if text in self.names:
            return (self.names.index(text),)
        negative, positive = range(self.positives, len(self.names)), range(self.positives)
        sides = {self.values[0]: negative, self.values[1]: positive, self.labels[0]: negative, self.labels[1]: positive}
        return tuple(sides[text])


@dataclass(frozen=True)
class Feature:
    """A figure of a photograph, one of images.STATISTICS, as the platform watches it."""

    name: str
    unit: str
    minimum: float
    maximum: float


@dataclass(frozen=True)
class Specification:
    use_case: str
    target: str
    classes: Classes
    features: tuple[Feature, ...]
    image_column: str
    diagnosis_column: str
    """Where it holds a class, that is the label; otherwise the target is, which may tell the side alone."""
    group_column: str
    """Names the lesion: no lesion is in two parts."""
    model: dict
    """algorithm, hyperparameters, seed, testFraction"""


def read_specification(path: Path) -> Specification:
    return parse_specification(read_json(path))


def parse_specification(use_case: dict) -> Specification:
    """The classes are those of `data.images`; without it the target itself tells them, as in a published table.

    Raises VisionError for a field that is missing and for classes that are not told apart."""
    try:
        data = use_case["data"]
        target = data["target"]
        images = data.get("images") or {}
        sides = (target["positive"], target["negative"])
        told = images.get("classes")
        names = [told["positive"], told["negative"]] if told else [[s["value"], *s.get("otherValues", [])] for s in sides]
        classes = Classes(
            names=(*names[0], *names[1]),
            positives=len(names[0]),
            labels=(sides[1]["label"], sides[0]["label"]),
            values=(sides[1]["value"], sides[0]["value"]),
        )
        specification = Specification(
            use_case=use_case["name"],
            target=target["name"],
            classes=classes,
            features=tuple(_feature(feature) for feature in data.get("features", [])),
            image_column=images.get("column", "image_id"),
            diagnosis_column=images.get("diagnosisColumn", target["name"]),
            group_column=data.get("groupColumn") or "lesion_id",
            model=use_case["model"],
        )
    except KeyError as error:
        raise VisionError(f"specification: got no field {error}, expected it in the use case") from None
    unknown = [feature.name for feature in specification.features if feature.name not in STATISTICS]
    if unknown:
        raise VisionError(f"data.features: got {', '.join(unknown)}, expected some of {', '.join(STATISTICS)}")
    for name in sorted({name for name in classes.names if classes.names.count(name) > 1}):
        raise VisionError(f"data.target: got the class {name} twice, expected each class once")
    if set(classes.names) & set(classes.labels):
        raise VisionError("data.target: got a class that is named as a whole side is, expected names that differ")
    return specification


def _feature(told: dict) -> Feature:
    return Feature(told["name"], told["unit"], told["range"]["min"], told["range"]["max"])

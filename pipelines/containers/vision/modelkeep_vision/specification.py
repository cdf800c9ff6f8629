"""What to learn from: the parts of a use case that this container reads (usecase.json, see ../README.md)."""

from dataclasses import dataclass
from pathlib import Path

from .errors import VisionError
from .folders import read_json


@dataclass(frozen=True)
class Classes:
    """The diagnoses that the network tells apart, the positive side first."""

    names: tuple[str, ...]
    positives: int
    """How many of them, from the front, are the positive side."""
    labels: tuple[str, str]
    """What people call the negative and the positive side."""

    def allowed(self, text: str) -> tuple[int, ...]:
        """Places of the classes that a label may mean: one for a diagnosis, a side's for the name of that side.

        Raises KeyError for any other text."""
        if text in self.names:
            return (self.names.index(text),)
        sides = {self.labels[1]: range(self.positives), self.labels[0]: range(self.positives, len(self.names))}
        return tuple(sides[text])


@dataclass(frozen=True)
class Specification:
    use_case: str
    target: str
    classes: Classes
    image_column: str
    group_column: str
    """Names the lesion: no lesion is in two parts."""
    model: dict
    """algorithm, hyperparameters, seed, testFraction"""


def read_specification(path: Path) -> Specification:
    return parse_specification(read_json(path))


def parse_specification(use_case: dict) -> Specification:
    """Raises VisionError for a field that is missing and for classes that are not told apart."""
    try:
        data = use_case["data"]
        target = data["target"]
        sides = (target["positive"], target["negative"])
        names = [tuple([side["value"], *side.get("otherValues", [])]) for side in sides]
        classes = Classes(
            names=(*names[0], *names[1]), positives=len(names[0]), labels=(sides[1]["label"], sides[0]["label"])
        )
        specification = Specification(
            use_case=use_case["name"],
            target=target["name"],
            classes=classes,
            image_column=(data.get("images") or {}).get("column", "image_id"),
            group_column=data.get("groupColumn") or "lesion_id",
            model=use_case["model"],
        )
    except KeyError as error:
        raise VisionError(f"specification: got no field {error}, expected it in the use case") from None
    for name in sorted({name for name in classes.names if classes.names.count(name) > 1}):
        raise VisionError(f"data.target: got the class {name} twice, expected each class once")
    if set(classes.names) & set(classes.labels):
        raise VisionError("data.target: got a class that is named as a whole side is, expected names that differ")
    return specification

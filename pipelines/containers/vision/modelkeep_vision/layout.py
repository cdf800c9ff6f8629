"""The layout in which HAM10000 and the ISIC challenges are published: CSV files of metadata, JPEG files in folders."""

import csv
from dataclasses import dataclass
from pathlib import Path

from .errors import VisionError
from .specification import Specification

ENDINGS = (".jpg", ".jpeg", ".png")
ISIC_IMAGE = "image"
ISIC_LESION = "lesion_id"
ISIC_NAMES = {"AK": "akiec"}
"""Columns of the challenge of 2019 that HAM10000 calls otherwise; all others differ in their case only."""
NAMED = 5
"""More names than this help nobody."""


@dataclass(frozen=True)
class Row:
    image: str
    lesion: str
    label: str


@dataclass(frozen=True)
class Metadata:
    header: tuple[str, ...]
    lines: tuple[dict[str, str], ...]
    """As they stand in the file, in its order."""
    rows: tuple[Row, ...]


def read_metadata(folder: Path, specification: Specification, only: str = "*.csv") -> Metadata:
    """HAM10000's one table (`image_id`, `lesion_id`, `dx`), or the challenges' two: ground truth with a column for each
    diagnosis, and the lesion of each image.

    Raises VisionError for what is missing, and for an image that is listed twice or has no known diagnosis."""
    files = sorted(folder.glob(only))
    tables = {file.name: _read(file) for file in files}
    if len(tables) == 1:
        ((name, (header, lines)),) = tables.items()
        if ISIC_IMAGE in header and specification.target not in header:
            header, lines = _from_isic(name, (header, lines), None, specification)
    elif len(tables) == 2:
        name, header, lines = _join(tables, specification)
    else:
        raise VisionError(f"{folder.name}: got {len(files)} CSV files, expected one table, or ground truth and lesions")
    return Metadata(header, tuple(lines), tuple(_rows(name, header, lines, specification)))


Table = tuple[tuple[str, ...], list[dict[str, str]]]


def _read(file: Path) -> Table:
    try:
        with file.open(newline="", encoding="utf-8-sig") as text:
            reader = csv.DictReader(text, strict=True)
            lines = list(reader)
    except (csv.Error, UnicodeDecodeError):
        raise VisionError(f"{file.name}: got a file that cannot be read as CSV, expected UTF-8 text") from None
    header = tuple(reader.fieldnames or ())
    for number, line in enumerate(lines, start=2):
        if None in line or None in line.values():
            raise VisionError(f"{file.name}: got another number of cells in line {number}, expected {len(header)}")
    return header, lines


def _join(tables: dict[str, Table], specification: Specification) -> tuple[str, tuple[str, ...], list[dict[str, str]]]:
    lesions = [(name, table) for name, table in tables.items() if ISIC_LESION in table[0]]
    truths = [(name, table) for name, table in tables.items() if ISIC_LESION not in table[0]]
    if len(lesions) != 1 or any(ISIC_IMAGE not in header for header, _ in tables.values()):
        raise VisionError(
            f"{', '.join(tables)}: got two tables, expected one with the columns image and lesion_id, and one with the column "
            "image and one for each diagnosis"
        )
    name, truth = truths[0]
    lesion_of = {line[ISIC_IMAGE]: line[ISIC_LESION] for line in lesions[0][1][1]}
    return (name, *_from_isic(name, truth, lesion_of, specification))


def _from_isic(name: str, truth: Table, lesion_of: dict[str, str] | None, specification: Specification) -> Table:
    header, lines = truth
    columns = {column: ISIC_NAMES.get(column, column.lower()) for column in header if column != ISIC_IMAGE}
    known = {column: label for column, label in columns.items() if label in specification.classes.names}
    if not known:
        raise VisionError(f"{name}: got no column {specification.target} and none for a diagnosis, expected either")
    made = []
    for number, line in enumerate(lines, start=2):
        told = [column for column in columns if line[column].strip() in ("1", "1.0")]
        image = line[ISIC_IMAGE]
        # An image without a lesion of its own is a lesion of its own.
        lesion = (lesion_of or {}).get(image) or image
        if len(told) != 1:
            raise VisionError(f"{name}: got {len(told)} diagnoses in line {number}, expected one")
        label = columns[told[0]]
        made.append({specification.image_column: image, specification.group_column: lesion, specification.target: label})
    return (specification.image_column, specification.group_column, specification.target), made


def _rows(name: str, header: tuple[str, ...], lines: list[dict[str, str]], specification: Specification) -> list[Row]:
    wanted = (specification.image_column, specification.group_column, specification.target)
    diagnosis = specification.diagnosis_column if specification.diagnosis_column in header else specification.target
    lacking = [column for column in wanted if column not in header]
    if lacking:
        raise VisionError(f"{name}: got no column {', '.join(lacking)}, expected {', '.join(wanted)}")
    if not lines:
        raise VisionError(f"{name}: got no row, expected one for each image")
    seen: set[str] = set()
    rows = []
    for number, line in enumerate(lines, start=2):
        image, lesion, label = (line[column].strip() for column in wanted)
        told = line[diagnosis].strip()
        row = Row(image, lesion, told if told in specification.classes.names else label)
        if not row.image or not row.lesion:
            raise VisionError(f"{name}: got an empty cell in line {number}, expected an image and its lesion")
        if row.image in seen:
            raise VisionError(f"{name}: got an image for the second time in line {number}, expected each image once")
        seen.add(row.image)
        try:
            specification.classes.allowed(row.label)
        except KeyError:
            known = ", ".join((*specification.classes.names, *specification.classes.labels))
            raise VisionError(f"{name}: got an unknown {specification.target} in line {number}, expected one of {known}") from None
        rows.append(row)
    return rows


def find_images(folder: Path, wanted: list[str]) -> dict[str, Path]:
    """The file of each image, by its name without the ending, wherever below the folder it lies.

    Raises VisionError where one is missing or there twice."""
    found: dict[str, Path] = {}
    twice: set[str] = set()
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() in ENDINGS and not file.name.startswith("."):
            if file.stem in found:
                twice.add(file.stem)
            found[file.stem] = file
    missing = [image for image in wanted if image not in found]
    if missing:
        few = ", ".join(missing[:NAMED]) + (", …" if len(missing) > NAMED else "")
        raise VisionError(f"{folder.name}: got no file for {len(missing)} of {len(wanted)} images ({few}), expected a JPEG of each")
    doubled = sorted(twice & set(wanted))
    if doubled:
        raise VisionError(f"{folder.name}: got two files for {', '.join(doubled[:NAMED])}, expected one for each image")
    return {image: found[image] for image in wanted}

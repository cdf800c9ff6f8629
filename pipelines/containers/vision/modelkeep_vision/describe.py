"""`python -m modelkeep_vision describe --use-case usecase.json --metadata F --images F --out base.csv`: the table that the
platform keeps of photographs, from metadata as it is published: their figures, names, diagnoses, lesions and sides."""

import argparse
import csv
import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .errors import VisionError
from .folders import write_whole
from .images import square, statistics
from .layout import find_images, read_metadata
from .specification import Specification, read_specification

PUBLISHED_TARGET = "dx"


def describe(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="describe")
    parser.add_argument("--use-case", type=Path, required=True)
    parser.add_argument("--metadata", type=Path, required=True)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(arguments)
    specification = read_specification(asked.use_case)
    text, rows, broken = base_table(specification, asked.metadata, asked.images)
    write_whole(asked.out, text)
    print(f"{rows} photographs described, {broken} broken ones left out")


def base_table(specification: Specification, metadata: Path, images: Path) -> tuple[str, int, int]:
    """The table as CSV, its rows, and how many photographs could not be read."""
    published = Specification(
        **{**vars(specification), "target": PUBLISHED_TARGET, "diagnosis_column": PUBLISHED_TARGET, "group_column": "lesion_id"}
    )
    rows = read_metadata(metadata, published).rows
    files = find_images(images, [row.image for row in rows])
    size = specification.model["hyperparameters"]["imageSize"]

    def figures(image: str) -> dict[str, float] | None:
        try:
            return statistics(square(files[image].read_bytes(), size))
        except VisionError:
            return None

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        measured = list(threads.map(figures, [row.image for row in rows]))
    names = [feature.name for feature in specification.features]
    classes = specification.classes
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = (specification.image_column, specification.diagnosis_column, specification.group_column, specification.target)
    writer.writerow([*names, *columns])
    for row, told in zip(rows, measured, strict=True):
        if told is not None:
            side = classes.values[int(classes.allowed(row.label)[0] < classes.positives)]
            writer.writerow([*(told[name] for name in names), row.image, row.label, row.lesion, side])
    broken = sum(told is None for told in measured)
    return text.getvalue(), len(rows) - broken, broken

"""Metadata and images in; the images to train on, to stop by and to judge on, and a report of what was found."""

import csv
import hashlib
import io
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .errors import VisionError
from .folders import base, write_json, write_whole
from .images import square
from .layout import Metadata, find_images, read_metadata
from .specification import Specification, read_specification
from .splits import PARTS, split_lesions

CHECKED_SIZE = 64
"""Side to which images are decoded to see whether they are whole."""
NAMED = 5


def preprocess() -> None:
    inputs, outputs = base() / "processing/input", base() / "processing/output"
    specification = read_specification(inputs / "specification/usecase.json")
    _check_hash(inputs / "snapshot")
    metadata = read_metadata(inputs / "snapshot", specification)
    files = find_images(inputs / "images", [row.image for row in metadata.rows])
    broken = _broken(files)
    parts = parts_of(metadata, specification)
    kept = [row.image not in broken for row in metadata.rows]
    places = {part: [i for i, its in enumerate(parts) if its == part and kept[i]] for part in PARTS}
    for part, its in places.items():
        if not its:
            raise VisionError(f"snapshot: got no image for {part}, expected at least {len(PARTS)} lesions of a class")
    write_whole(outputs / "train/train.csv", _file(metadata, places["train"]))
    write_whole(outputs / "train/validation.csv", _file(metadata, places["validation"]))
    write_whole(outputs / "test/holdout.csv", _file(metadata, places["test"]))
    write_json(outputs / "report/report.json", _report(metadata, places, broken))
    print(f"{len(metadata.rows)} images of {len({row.lesion for row in metadata.rows})} lesions, {len(broken)} broken")
    print(", ".join(f"{part}: {len(its)}" for part, its in places.items()))


def parts_of(metadata: Metadata, specification: Specification) -> list[str]:
    fraction = specification.model["testFraction"]
    return split_lesions(
        [row.lesion for row in metadata.rows],
        [row.label for row in metadata.rows],
        validation=fraction,
        test=fraction,
        seed=specification.model["seed"],
    )


def _broken(files: dict[str, Path]) -> set[str]:
    """Images that are no whole JPEG: set aside and counted, as a row that does not fit is."""

    def is_broken(item: tuple[str, Path]) -> str | None:
        try:
            square(item[1].read_bytes(), CHECKED_SIZE)
        except VisionError:
            return item[0]
        return None

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return {name for name in threads.map(is_broken, files.items()) if name is not None}


def _report(metadata: Metadata, places: dict[str, list[int]], broken: set[str]) -> dict:
    lesions = {part: {metadata.rows[i].lesion for i in its} for part, its in places.items()}
    return {
        "imagesRead": len(metadata.rows),
        "imagesBroken": len(broken),
        "brokenImages": sorted(broken)[:NAMED],
        "lesions": len({row.lesion for row in metadata.rows}),
        "parts": {
            part: {
                "images": len(its),
                "lesions": len(lesions[part]),
                "classes": dict(sorted(Counter(metadata.rows[i].label for i in its).items())),
            }
            for part, its in places.items()
        },
        "lesionsInTwoParts": len(
            (lesions["train"] & lesions["validation"])
            | (lesions["train"] & lesions["test"])
            | (lesions["validation"] & lesions["test"])
        ),
    }


def _file(metadata: Metadata, places: list[int]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, metadata.header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(metadata.lines[i] for i in places)
    return text.getvalue()


def _check_hash(folder: Path) -> None:
    expected = os.environ.get("SNAPSHOT_HASH")
    files = sorted(folder.glob("*.csv"))
    if not expected or len(files) != 1:
        return
    got = hashlib.sha256(files[0].read_bytes()).hexdigest()
    if got != expected:
        raise VisionError(f"SNAPSHOT_HASH: got a file with SHA-256 {got}, expected {expected}; it was changed or damaged")

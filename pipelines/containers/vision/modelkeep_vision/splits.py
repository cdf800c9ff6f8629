"""Which lesion learns, which one decides when to stop, which one judges. Photographs of one lesion are never parted."""

import hashlib
from collections.abc import Sequence

PARTS = ("train", "validation", "test")
RANKED_BELOW = 500
"""Lesions of a class under which ranks, not thresholds, part them: a share of a few would be off by chance."""


def split_lesions(
    lesions: Sequence[str], labels: Sequence[str], *, validation: float, test: float, seed: int
) -> list[str]:
    """The part of each image, stratified by class.

    A lesion's place is a hash of its name, so that one that was held out stays held out as images come in. In a class with
    few lesions the hash only orders them, and the shares are exact to one lesion; then a few may move as it grows.
    @param validation, test shares of each class's lesions."""
    if len(lesions) != len(labels):
        raise ValueError(f"labels: got {len(labels)}, expected one for each of {len(lesions)} images")
    # A lesion whose photographs are labelled otherwise counts as what is labelled least.
    counts = {label: 0 for label in labels}
    for label in labels:
        counts[label] += 1
    class_of: dict[str, str] = {}
    for lesion, label in zip(lesions, labels, strict=True):
        before = class_of.get(lesion)
        if before is None or (counts[label], label) < (counts[before], before):
            class_of[lesion] = label
    part_of: dict[str, str] = {}
    for label in sorted(counts):
        own = sorted((_share(seed, lesion), lesion) for lesion, its in class_of.items() if its == label)
        part_of.update(_parts(own, validation, test))
    return [part_of[lesion] for lesion in lesions]


def _parts(ordered: list[tuple[float, str]], validation: float, test: float) -> dict[str, str]:
    if len(ordered) >= RANKED_BELOW:
        return {lesion: _part(share, validation, test) for share, lesion in ordered}
    count = len(ordered)
    held = [max(1, round(share * count)) if count >= len(PARTS) else 0 for share in (test, validation)]
    names = ["test"] * held[0] + ["validation"] * held[1]
    names += ["train"] * (count - len(names))
    return {lesion: name for (_, lesion), name in zip(ordered, names, strict=True)}


def _part(share: float, validation: float, test: float) -> str:
    if share < test:
        return "test"
    return "validation" if share < test + validation else "train"


def _share(seed: int, lesion: str) -> float:
    """The leading 32 bits of SHA-256 of `seed:lesion`, as in domain/training/holdout.ts."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{lesion}".encode()).digest()[:4], "big") / 2**32

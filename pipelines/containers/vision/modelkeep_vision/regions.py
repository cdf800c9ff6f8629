"""Where in the image a network looks: what covering a part of it does to what it says (Zeiler & Fergus 2014)."""

import numpy as np

from .runtime import Runtime

ROWS = ("top", "middle", "bottom")
COLUMNS = ("left", "centre", "right")


def region_contributions(runtime: Runtime, images: np.ndarray) -> list[dict]:
    """For each ninth of the image the mean change of the positive side's probability, over the images, where it is covered
    by the image's mean colour; the largest first."""
    said = runtime.run(images).positive
    edges = np.linspace(0, runtime.size, 4).astype(int)
    colour = images.mean(axis=(2, 3), keepdims=True).astype(np.uint8)
    told = []
    for i, row in enumerate(ROWS):
        for j, column in enumerate(COLUMNS):
            covered = images.copy()
            covered[:, :, edges[i] : edges[i + 1], edges[j] : edges[j + 1]] = colour
            change = float(np.abs(runtime.run(covered).positive - said).mean())
            told.append({"feature": f"{row} {column}", "meanAbsoluteContribution": change})
    return sorted(told, key=lambda region: -region["meanAbsoluteContribution"])

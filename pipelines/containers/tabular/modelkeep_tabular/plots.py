"""The evaluation as pictures, and the numbers of each picture as JSON beside it."""

import io
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

from matplotlib.figure import Figure

from .folders import write_json, write_whole

LISTED_FEATURES = 15


def write_plots(folder: Path, evaluation: dict, explanations: dict, class_names: tuple[str, str]) -> None:
    plots = {
        "roc": (_roc, evaluation["roc"]),
        "calibration": (_calibration, evaluation["calibration"]),
        "confusion": (_confusion, {"classes": list(class_names), **evaluation["confusionMatrix"]}),
        "explanations": (_explanations, explanations),
    }
    for name, (draw, data) in plots.items():
        figure = Figure(figsize=(6, 5), layout="constrained")
        draw(figure.add_subplot(), data)
        picture = io.BytesIO()
        figure.savefig(picture, format="png", dpi=100, metadata={"Software": None})
        write_whole(folder / f"{name}.png", picture.getvalue())
        if name != "explanations":
            write_json(folder / f"{name}.json", data)


def _roc(axes, points: list[dict]) -> None:
    axes.plot([p["falsePositiveRate"] for p in points], [p["truePositiveRate"] for p in points])
    axes.plot([0, 1], [0, 1], linestyle=":", color="grey")
    axes.set(title="ROC, held-out rows", xlabel="false positive rate", ylabel="true positive rate")


def _calibration(axes, bins: list[dict]) -> None:
    axes.plot([0, 1], [0, 1], linestyle=":", color="grey")
    axes.plot([b["meanProbability"] for b in bins], [b["observedRate"] for b in bins], marker="o")
    axes.set(title="Calibration, held-out rows", xlabel="predicted probability", ylabel="observed rate")


def _confusion(axes, counts: dict) -> None:
    cells = [
        [counts["trueNegatives"], counts["falsePositives"]],
        [counts["falseNegatives"], counts["truePositives"]],
    ]
    axes.imshow(cells, cmap="Blues")
    for row, line in enumerate(cells):
        for column, count in enumerate(line):
            axes.text(column, row, str(count), ha="center", va="center")
    names = counts["classes"]
    axes.set_xticks([0, 1], names)
    axes.set_yticks([0, 1], names, rotation=90, va="center")
    axes.set(title="Held-out rows", xlabel="predicted", ylabel="actual")


def _explanations(axes, explanations: dict) -> None:
    first = explanations["features"][:LISTED_FEATURES][::-1]
    axes.barh([each["feature"] for each in first], [each["meanAbsoluteContribution"] for each in first])
    axes.set(title="What moves the model", xlabel=f"mean absolute contribution, {explanations['explains']}")

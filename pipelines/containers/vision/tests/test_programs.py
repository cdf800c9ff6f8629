"""The programs, one after the other, in SageMaker's folders."""

import hashlib
import json

import numpy as np
import onnxruntime
import pytest
import torch
from conftest import SIZE, platform_use_case, use_case

from modelkeep_vision.__main__ import main
from modelkeep_vision.images import square
from modelkeep_vision.layout import read_metadata
from modelkeep_vision.specification import parse_specification


def test_preprocess_parts_lesions(trained):
    report = trained.json("processing/output/report/report.json")
    assert report["lesionsInTwoParts"] == report["imagesBroken"] == 0
    assert sum(part["images"] for part in report["parts"].values()) == report["imagesRead"] == 84
    for part in ("validation", "test"):
        assert 6 <= report["parts"][part]["lesions"] <= 9
    assert set(report["parts"]["train"]["classes"]) == {"akiec", "bcc", "bkl", "df", "mel", "nv", "vasc"}


def test_what_training_leaves(trained):
    model = trained.json("model/network.json")
    assert model["kind"] == "image-network"
    assert model["classes"] == ["mel", "bcc", "akiec", "nv", "bkl", "df", "vasc"]
    assert model["positives"] == 3
    assert model["metrics"]["values"] == trained.json("model/cross-validation.json")["metrics"]
    assert len(trained.json("model/history.json")) == 10
    assert trained.text("model/training-parameters.json") == '{"trigger": {"reason": "drift"}}'
    kept = np.load(trained.root / "model/embeddings.npz")
    assert kept["embeddings"].shape == (model["trainingRows"], model["embeddingSize"])
    assert hashlib.sha256((trained.root / "model/network.onnx").read_bytes()).hexdigest() == model["networkHash"]


@pytest.mark.parametrize("count", [1, 5])
def test_both_exports_say_the_same(trained, lesions, count):
    files = sorted((lesions / "images").glob("*.jpg"))[:count]
    images = np.stack([square(file.read_bytes(), SIZE) for file in files])
    session = onnxruntime.InferenceSession(trained.root / "model/network.onnx")
    probabilities, embeddings = session.run(None, {"images": images})
    exported = torch.export.load(trained.root / "model/network.pt2").module()
    with torch.inference_mode():
        expected = [part.numpy() for part in exported(torch.from_numpy(images))]
    assert np.abs(probabilities - expected[0]).max() < 1e-5
    assert np.abs(embeddings - expected[1]).max() < 1e-4
    assert probabilities.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_what_evaluation_says(trained):
    evaluation = trained.json("processing/output/evaluation/evaluation.json")
    rows = evaluation["rows"]["holdout"]
    assert sum(evaluation["confusionMatrix"].values()) == rows
    assert sum(map(sum, evaluation["classConfusion"]["counts"])) == rows
    assert [one["class"] for one in evaluation["perClass"]] == evaluation["classConfusion"]["classes"]
    assert evaluation["metrics"]["rocAuc"] > 0.7
    assert evaluation["macroRocAuc"] > 0.7
    regions = trained.json("processing/output/evaluation/explanations.json")["features"]
    assert len(regions) == 9
    assert regions[0]["meanAbsoluteContribution"] > 0


def test_what_the_platform_knows_a_version_by(trained):
    """domain/model/file/image-network.ts."""
    model, described = trained.json("model/model.json"), trained.json("model/network.json")
    assert model["network"] == {"sha256": described["networkHash"], "bytes": described["networkBytes"]}
    assert [feature["name"] for feature in model["features"]] == ["brightness", "sharpness"]
    assert 0 < model["features"][0]["mean"] < 1
    assert model["keptColumns"] == ["image_id", "diagnosis"]
    scores = trained.json("processing/output/evaluation/scores.json")
    rows = trained.json("processing/output/evaluation/evaluation.json")["rows"]["holdout"]
    assert [len(its) for its in scores.values()] == [rows]
    assert model["network"]["sha256"] in scores


def test_the_version_in_service_is_scored_on_the_same_images(trained, tmp_path):
    from conftest import Folders

    again = Folders(tmp_path)
    for name in ("specification", "test", "images", "model"):
        again.put(f"processing/input/{name}", trained.root / "processing/input" / name)
    champion = trained.json("model/network.json")
    again.put("processing/input/execution/champion/network.json", champion)
    (tmp_path / "processing/input/execution/champion/network.onnx").symlink_to(trained.root / "model/network.onnx")
    assert again.run("evaluate") == 0
    first = trained.json("processing/output/evaluation/scores.json")
    assert again.json("processing/output/evaluation/scores.json") == first
    again.put("processing/input/execution/champion/network.json", {**champion, "networkHash": "0"})
    assert "network.onnx: got SHA-256" in failed(again, "evaluate")


def test_the_table_that_the_platform_keeps(lesions, tmp_path):
    (tmp_path / "usecase.json").write_text(json.dumps(platform_use_case()))
    arguments = ["--use-case", tmp_path / "usecase.json", "--metadata", lesions, "--images", lesions / "images"]
    assert main(["describe", *map(str, arguments), "--out", str(tmp_path / "base.csv")]) == 0
    header, *rows = (tmp_path / "base.csv").read_text().splitlines()
    assert header == "brightness,sharpness,image_id,diagnosis,lesion_id,outcome"
    assert len(rows) == 84
    cells = [row.split(",") for row in rows]
    assert {cell[5] for cell in cells if cell[3] == "bcc"} == {"malignant"}
    # A row of which the side alone is known teaches the side.
    (tmp_path / "snapshot").mkdir()
    (tmp_path / "snapshot/s.csv").write_text("\n".join([header, rows[0].replace(cells[0][3], "unknown")]) + "\n")
    (row,) = read_metadata(tmp_path / "snapshot", parse_specification(platform_use_case())).rows
    assert row.label == cells[0][5]


def failed(folders, program: str) -> str:
    assert folders.run(program) == 1
    return folders.text("output/failure" if program == "train" else "output/message")


def test_a_broken_image_is_set_aside_and_counted(folders, lesions, tmp_path):
    folders.put("processing/input/specification/usecase.json", use_case())
    folders.put("processing/input/snapshot/s.csv", (lesions / "metadata.csv").read_text())
    (tmp_path / "processing/input/images").mkdir()
    for file in (lesions / "images").glob("*.jpg"):
        (tmp_path / "processing/input/images" / file.name).write_bytes(file.read_bytes())
    broken = sorted((tmp_path / "processing/input/images").glob("*.jpg"))[0]
    broken.write_bytes(broken.read_bytes()[:200])
    assert folders.run("preprocess") == 0
    report = folders.json("processing/output/report/report.json")
    assert (report["imagesBroken"], report["brokenImages"]) == (1, [broken.stem])
    assert sum(part["images"] for part in report["parts"].values()) == 83
    assert broken.stem not in folders.text("processing/output/train/train.csv")


def test_a_snapshot_that_was_changed(folders, lesions, monkeypatch):
    folders.put("processing/input/specification/usecase.json", use_case())
    folders.put("processing/input/snapshot/s.csv", "image_id\n")
    monkeypatch.setenv("SNAPSHOT_HASH", hashlib.sha256(b"another").hexdigest())
    assert "SNAPSHOT_HASH: got a file with SHA-256" in failed(folders, "preprocess")


def test_what_is_missing_is_said(folders, lesions, trained):
    parts = trained.root / "processing/output/train"
    folders.to_train(parts, lesions / "images", pretrained="imagenet")
    assert "pretrained: got 0 files in the channel weights" in failed(folders, "train")
    folders.to_train(parts, lesions / "images", epochs="-1")
    assert "epochs: got -1" in failed(folders, "train")
    folders.to_train(lesions, lesions / "images")
    assert "train.csv: got no file" in failed(folders, "train")
    (folders.root / "empty").mkdir()
    folders.to_train(parts, folders.root / "empty")
    assert "got no file for" in failed(folders, "train")
    folders.put("processing/input/specification/usecase.json", platform_use_case())
    folders.put("processing/input/test/holdout.csv", (parts / "train.csv").read_text())
    folders.put("processing/input/images", lesions / "images")
    folders.put("processing/input/model/model.tar.gz", "no archive")
    assert "model.tar.gz: got a damaged archive" in failed(folders, "evaluate")


def test_an_unforeseen_error_quotes_nothing(folders, monkeypatch):
    import modelkeep_vision.train as program

    monkeypatch.setattr(program, "read_json", lambda _: (_ for _ in ()).throw(RuntimeError("patient 4711")))
    assert "4711" not in failed(folders, "train")

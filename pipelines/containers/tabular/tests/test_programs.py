"""The three programs, one after the other, in SageMaker's folders."""

import hashlib

import pytest
from conftest import HEADER, table, use_case

ALGORITHMS = {
    "logistic-regression": {},
    "svm": {"components": "2", "C": "1"},
    "random-forest": {"trees": "20"},
    "xgboost": {"rounds": "20"},
}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_whole_way(pipeline, capsys, algorithm):
    done = pipeline(algorithm, ALGORITHMS[algorithm])
    report = done.json("processing/output/report/report.json")
    assert report["rowsExcluded"] == {"died": 10}
    assert report["rowsRead"] == 400
    assert report["rowsTraining"] + report["rowsHeldOut"] == 390
    assert report["patientsOnBothSides"] == 0
    model, cross = done.json("model/model.json"), done.json("model/cross-validation.json")
    assert model["kind"] == algorithm
    assert model["trainingRows"] == report["rowsTraining"]
    assert {"encounter", "patient", "race", "outcome", "disposition"}.isdisjoint(f["name"] for f in model["features"])
    evaluation = done.json("processing/output/evaluation/evaluation.json")
    assert evaluation["metrics"]["rocAuc"] > 0.7
    assert cross["metrics"]["rocAuc"] > 0.7
    assert [s["column"] for s in evaluation["subgroups"]] == ["race"]
    assert {g["group"] for g in evaluation["subgroups"][0]["groups"]} == {"A", "B", "unknown"}
    assert sum(evaluation["confusionMatrix"].values()) == report["rowsHeldOut"]
    assert [c["class"] for c in evaluation["perClass"]] == ["not back", "back"]
    explained = done.json("processing/output/evaluation/explanations.json")["features"]
    assert explained[-1]["feature"] == "weight"
    for name in ("roc", "calibration", "confusion", "explanations"):
        folder = done.root / "processing/output/evaluation"
        assert (folder / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert (folder / f"{name}.json").is_file()
    assert f"metric rocAuc={cross['metrics']['rocAuc']:.6f}" in capsys.readouterr().out


def test_the_same_input_gives_the_same_model(pipeline, folders):
    first = pipeline("xgboost", {"rounds": "10"}).json("model/model.json")
    assert folders.run("train") == 0
    again = folders.json("model/model.json")
    assert {**again, "trainedAt": ""} == {**first, "trainedAt": ""}


def test_what_is_not_for_the_model_goes_with_it(pipeline):
    told = '{"codeVersion": "abc", "trigger": {"reason": "drift"}}'
    done = pipeline("svm", {"components": "2", "C": "1", "trainingParameters": told, "sagemaker_job_name": "j"})
    assert done.text("model/training-parameters.json") == told
    assert "trainingParameters" not in done.json("model/model.json")["hyperparameters"]


def test_held_out_rows_keep_their_spelling(pipeline):
    done = pipeline()
    train = done.text("processing/output/train/train.csv").splitlines()
    held = done.text("processing/output/test/holdout.csv").splitlines()
    assert train[0] == held[0] == HEADER
    assert set(train[1:] + held[1:]) < set(table().splitlines())


def failed(folders, program: str) -> str:
    assert folders.run(program) == 1
    return folders.text("output/failure" if program == "train" else "output/message")


def test_a_snapshot_that_was_changed(folders, monkeypatch):
    folders.put("processing/input/specification/usecase.json", use_case())
    folders.put("processing/input/snapshot/s.csv", table())
    monkeypatch.setenv("SNAPSHOT_HASH", hashlib.sha256(b"another").hexdigest())
    assert "SNAPSHOT_HASH: got a file with SHA-256" in failed(folders, "preprocess")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"algorithm": "svn"}, "algorithm: got svn, expected one of logistic-regression, svm, random-forest, xgboost"),
        ({"algorithm": "svm", "C": "-1"}, "C: got -1, expected a number above 0"),
        ({"algorithm": "svm", "gama": "1"}, "gama: got an unknown hyperparameter"),
        ({"algorithm": "xgboost", "maxDepth": "3.5"}, "maxDepth: got 3.5, expected a whole number from 1 to 32"),
        ({"algorithm": "xgboost", "learningRate": "nan"}, "learningRate: got nan, expected a number above 0"),
        ({"folds": "1"}, "folds: got 1, expected a whole number from 2 to 20"),
    ],
)
def test_wrong_hyperparameters_are_named(folders, given, message):
    folders.put("input/data/specification/usecase.json", use_case())
    folders.put("input/config/hyperparameters.json", given)
    folders.put("input/data/train/train.csv", table())
    assert message in failed(folders, "train")


@pytest.mark.parametrize(
    ("program", "file", "content", "message"),
    [
        ("train", "input/data/train/train.csv", None, "train.csv: got no file"),
        ("train", "input/data/train/train.csv", "size,outcome\n1,NO\n", "got no column weight, drug, patient"),
        ("train", "input/data/train/train.csv", f"{HEADER}\n", "got no row that fits"),
        ("train", "input/data/train/train.csv", table(8), "folds: got 5, expected at most 0"),
        ("train", "input/config/hyperparameters.json", "{", "hyperparameters.json: got text that is no JSON"),
        ("evaluate", "processing/input/model/model.tar.gz", "no archive", "model.tar.gz: got a damaged archive"),
    ],
)
def test_what_is_missing_or_broken_is_said(folders, program, file, content, message):
    for place in ("input/data/specification", "processing/input/specification"):
        folders.put(f"{place}/usecase.json", use_case())
    folders.put("input/config/hyperparameters.json", {})
    if content is not None:
        folders.put(file, content)
    assert message in failed(folders, program)


def test_an_unforeseen_error_quotes_no_cell(folders, monkeypatch):
    import modelkeep_tabular.train as program

    monkeypatch.setattr(program, "read_settings", lambda _: (_ for _ in ()).throw(RuntimeError("patient 4711")))
    folders.put("input/data/specification/usecase.json", use_case())
    folders.put("input/config/hyperparameters.json", {})
    assert "4711" not in failed(folders, "train")

"""Interrupted at any step and gone on with, training comes to the very same network."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from conftest import HYPERPARAMETERS, specification

from modelkeep_vision.distributed import Place
from modelkeep_vision.errors import Interrupted
from modelkeep_vision.hyperparameters import read_settings
from modelkeep_vision.loop import Trainer
from modelkeep_vision.networks import build_network
from modelkeep_vision.train import part_of

STEPS_OF_AN_EPOCH = 4
CONTAINER = Path(__file__).parent.parent


def fit(inputs: Path, checkpoints: Path, stops: list[int], **hyperparameters: str):
    """Trains, stopped after each of these many steps; returns the history, the network's state and how often it was stopped."""
    settings = read_settings({**HYPERPARAMETERS, "dropout": "0.3", **hyperparameters})
    stopped = 0
    while True:
        torch.manual_seed(settings.seed)
        training, _ = part_of(inputs, "train", specification(), settings, augmented=True)
        validation, _ = part_of(inputs, "validation", specification(), settings, augmented=False)
        trainer = Trainer(settings, build_network(settings, 7), Place(0, 1, torch.device("cpu")), checkpoints, "cause")
        left = [stops[stopped]] if stopped < len(stops) else []

        def stop(left=left) -> bool:
            left[:] = [count - 1 for count in left]
            return left == [0]

        try:
            progress = trainer.fit(training, validation, stop=stop)
        except Interrupted:
            stopped += 1
            # Whatever happens to the random numbers of another process must not matter.
            torch.manual_seed(random.randrange(10**6))
            continue
        return progress.history, trainer.network.state_dict(), stopped


@pytest.mark.parametrize(
    "hyperparameters",
    [{}, {"precision": "bfloat16"}, {"workers": "1", "checkpointSteps": "1"}],
    ids=["float32", "bfloat16", "a worker, each step kept"],
)
def test_interrupted_at_random_steps(tmp_path, trained, hyperparameters):
    inputs = trained.root / "input/data"
    told = {"epochs": "3", **hyperparameters}
    whole, network, _ = fit(inputs, tmp_path / "whole", [], **told)
    stops = random.Random(os.environ.get("RESUME_SEED", "11"))
    steps = [stops.randint(1, STEPS_OF_AN_EPOCH + 1), stops.randint(1, STEPS_OF_AN_EPOCH)]
    again, same, stopped = fit(inputs, tmp_path / "again", steps, **told)
    assert stopped == 2
    assert len(whole) == 3
    assert again == whole
    assert all(torch.equal(network[name], same[name]) for name in network)


def test_training_stops_when_nothing_gets_better(tmp_path, trained):
    history, _, _ = fit(trained.root / "input/data", tmp_path, [], epochs="9", patience="1", learningRate="10", warmupEpochs="0")
    losses = [epoch["validationLoss"] for epoch in history]
    assert len(history) < 9
    assert losses[-1] >= min(losses)


@pytest.mark.parametrize("content", [b"damaged", None])
def test_a_checkpoint_that_is_damaged_or_of_another_training_is_not_gone_on_with(tmp_path, trained, content, capsys):
    inputs = trained.root / "input/data"
    if content is None:
        fit(inputs, tmp_path, [], epochs="1")
        state = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
        torch.save({**state, "cause": "another"}, tmp_path / "checkpoint.pt")
    else:
        (tmp_path / "checkpoint.pt").write_bytes(content)
    history, _, _ = fit(inputs, tmp_path, [], epochs="1")
    assert len(history) == 1
    assert "begun anew" in capsys.readouterr().err


def started(root: Path, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "modelkeep_vision", "train"],
        cwd=CONTAINER,
        env={**os.environ, "MODELKEEP_ML_ROOT": str(root), "OMP_NUM_THREADS": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def interrupted_once(folders, line: str) -> str:
    """Runs training as a process of its own, sends SIGTERM at the first line that begins so; returns what it said."""
    said = []
    with started(folders.root) as process:
        for told in process.stdout:
            said.append(told)
            if told.startswith(line):
                process.send_signal(signal.SIGTERM)
    assert process.wait() == 143, "".join(said)[-2_000:]
    assert (folders.root / "checkpoints/checkpoint.pt").is_file()
    assert not (folders.root / "model/network.onnx").exists()
    assert not (folders.root / "output/failure").exists()
    return "".join(said)


def test_sigterm_leaves_a_checkpoint_and_the_next_run_ends_with_the_same_metrics(folders, trained, lesions, capsys):
    folders.to_train(trained.root / "processing/output/train", lesions / "images")
    interrupted_once(folders, "small:")
    assert folders.run("train") == 0
    assert "goes on at epoch 0, batch 1" in capsys.readouterr().out
    assert folders.json("model/cross-validation.json") == trained.json("model/cross-validation.json")
    assert folders.json("model/history.json") == trained.json("model/history.json")


def test_two_processes_by_torchrun_stop_together_and_go_on(folders, trained, lesions):
    folders.to_train(trained.root / "processing/output/train", lesions / "images", processes="2", epochs="2")
    interrupted_once(folders, "small:")
    with started(folders.root) as process:
        said = process.communicate()[0]
    assert process.returncode == 0, said[-2_000:]
    assert "goes on at epoch 0" in said
    assert len(folders.json("model/history.json")) == 2
    assert folders.json("model/cross-validation.json")["metrics"]["rocAuc"] > 0

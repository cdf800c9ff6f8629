"""What is learned from, and how it is measured."""

import numpy as np
import pytest
import torch
from conftest import HYPERPARAMETERS

from modelkeep_vision.dataset import EpochOrder, Images
from modelkeep_vision.errors import VisionError
from modelkeep_vision.hyperparameters import read_settings
from modelkeep_vision.loop import coarse_cross_entropy, image_weights
from modelkeep_vision.metrics import binary_metrics, calibration_error, macro_roc_auc, per_class, roc_auc
from modelkeep_vision.networks import build_network


def test_a_label_of_one_class_gives_cross_entropy():
    random = torch.Generator().manual_seed(0)
    logits, labels = torch.randn(50, 7, generator=random), torch.randint(0, 7, (50,), generator=random)
    weights = torch.rand(7, generator=random) + 0.1
    expected = torch.nn.functional.cross_entropy(logits, labels, weight=weights)
    allowed = torch.nn.functional.one_hot(labels, 7).bool()
    assert coarse_cross_entropy(logits, allowed, weights[labels]).item() == pytest.approx(expected.item(), abs=1e-6)


def test_a_label_of_a_side_asks_for_any_of_its_classes():
    logits = torch.tensor([[2.0, 1.0, -1.0]], requires_grad=True)
    loss = coarse_cross_entropy(logits, torch.tensor([[True, True, False]]), torch.ones(1))
    said = torch.softmax(logits, 1)[0]
    assert loss.item() == pytest.approx(-torch.log(said[0] + said[1]).item(), abs=1e-6)
    loss.backward()
    assert torch.isfinite(logits.grad).all()


def test_each_class_weighs_the_same():
    allowed = np.zeros((10, 3), dtype=bool)
    allowed[:8, 0] = allowed[8:, 1] = True
    weights = image_weights(allowed, True)
    assert weights[:8].sum() == pytest.approx(weights[8:].sum())
    assert weights.mean() == pytest.approx(1)
    assert (image_weights(allowed, False) == 1).all()


def test_the_order_of_an_epoch_is_shared_out_and_gone_on_with():
    whole = EpochOrder(50, 8, seed=3)
    whole.epoch = 2
    all_of_it = [place for _, place in whole]
    assert len(set(all_of_it)) == len(all_of_it) == 48
    whole.done = 4
    assert [place for _, place in whole] == all_of_it[32:]
    parts = [EpochOrder(50, 8, seed=3, rank=rank, processes=2) for rank in (0, 1)]
    for part in parts:
        part.epoch = 2
    assert sorted(place for part in parts for _, place in part) == sorted(all_of_it)
    whole.epoch, whole.done = 3, 0
    assert [place for _, place in whole] != all_of_it


def test_augmentation_follows_from_epoch_and_place_alone(lesions):
    files = sorted((lesions / "images").glob("*.jpg"))[:3]
    images = Images(files, 32, augmented=True, seed=1)
    first = images[(0, 1)][0]
    torch.manual_seed(99)
    before = torch.get_rng_state()
    assert torch.equal(images[(0, 1)][0], first)
    assert torch.equal(torch.get_rng_state(), before)
    assert not torch.equal(images[(1, 1)][0], first)


def test_area_under_the_curve():
    positive = np.array([True, False, True, False])
    assert roc_auc(positive, np.array([0.9, 0.1, 0.8, 0.2])) == 1
    assert roc_auc(positive, np.array([0.5, 0.5, 0.5, 0.5])) == 0.5
    assert roc_auc(np.array([True, True]), np.array([0.1, 0.2])) is None
    random = np.random.default_rng(1)
    scores, truth = random.integers(0, 9, 80) / 9, random.random(80) < 0.4
    pairs = [(a > b) + 0.5 * (a == b) for a in scores[truth] for b in scores[~truth]]
    assert roc_auc(truth, scores) == pytest.approx(np.mean(pairs))


def test_figures_of_each_class():
    labels = np.array([0, 0, 1, 1, 2])
    probabilities = np.array([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.1, 0.8, 0.1], [0.3, 0.6, 0.1], [0.2, 0.1, 0.7]])
    first, second, third, absent = per_class(("a", "b", "c", "d"), labels, np.c_[probabilities, np.zeros(5)])
    assert (first["precision"], first["recall"], first["rows"]) == (1, 0.5, 2)
    assert second["precision"] == pytest.approx(2 / 3)
    assert third["f1"] == third["rocAuc"] == 1
    assert absent == {"class": "d", "rows": 0, "rocAuc": None, "precision": None, "recall": None, "f1": None}
    assert macro_roc_auc(labels, probabilities) == pytest.approx(np.mean([first["rocAuc"], second["rocAuc"], 1]))


def test_metrics_that_are_not_defined_are_left_out():
    metrics = binary_metrics(np.zeros(4, dtype=bool), np.array([0.1, 0.2, 0.3, 0.4]), 0.5)
    assert {"precision", "recall", "f1", "rocAuc"}.isdisjoint(metrics)
    assert metrics["accuracy"] == metrics["specificity"] == 1
    assert calibration_error(np.array([False, True]), np.array([0.0, 1.0])) == 0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"architecture": "vgg"}, "architecture: got vgg, expected one of resnet50, efficientnet-b0, small"),
        ({"algorithm": "xgboost"}, "algorithm: got xgboost, expected one of image-network"),
        ({"epochs": "0"}, "epochs: got 0, expected a whole number from 1 to 10000"),
        ({"learningRate": "nan"}, "learningRate: got nan, expected a number from 1e-08 to 10"),
        ({"pretrained": "true"}, "pretrained: got true, expected one of none, imagenet"),
        ({"augmentation": "yes"}, "augmentation: got yes, expected true or false"),
        ({"epoch": "3"}, "epoch: got an unknown hyperparameter"),
    ],
)
def test_wrong_hyperparameters_are_named(given, message):
    with pytest.raises(VisionError, match=message):
        read_settings({**HYPERPARAMETERS, **given})


@pytest.mark.parametrize(("architecture", "size"), [("resnet50", 2_048), ("efficientnet-b0", 1_280)])
def test_the_networks_of_the_publication(tmp_path, architecture, size):
    settings = read_settings({"architecture": architecture, "pretrained": "imagenet"})
    from torchvision import models

    known = models.resnet50() if architecture == "resnet50" else models.efficientnet_b0()
    torch.save(known.state_dict(), tmp_path / "w.pth")
    network = build_network(settings, 7, tmp_path / "w.pth").eval()
    images = torch.randint(0, 256, (1, 3, 64, 64), dtype=torch.uint8)
    with torch.inference_mode():
        assert network.embed(images).shape == (1, size)
        assert network(images).shape == (1, 7)
    first = next(iter(network.backbone.parameters()))
    assert torch.equal(first, next(iter(known.parameters())))
    other = "efficientnet-b0" if architecture == "resnet50" else "resnet50"
    with pytest.raises(VisionError, match=f"does not fit {other}"):
        build_network(read_settings({"architecture": other}), 7, tmp_path / "w.pth")

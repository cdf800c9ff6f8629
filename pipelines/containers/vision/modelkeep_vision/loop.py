"""The training loop: Adam, mixed precision, early stopping; stopped at any step and gone on with, it comes to the same."""

import math
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from . import checkpoint
from .checkpoint import Progress
from .dataset import EpochOrder, Images, in_order, training_loader
from .distributed import Place, any_of_all, from_first
from .errors import Interrupted
from .hyperparameters import Settings
from .metrics import macro_roc_auc
from .networks import Network

LARGEST_GRADIENT = 5.0
"""Norm to which gradients are clipped: one odd batch must not undo an epoch."""


@dataclass(frozen=True)
class Data:
    """@param allowed for each image the classes that its label may mean: images x classes, of booleans."""

    images: Images
    allowed: np.ndarray


def coarse_cross_entropy(logits: Tensor, allowed: Tensor, weights: Tensor) -> Tensor:
    """-log of the probability of what the label may mean, each image weighted, over the sum of the weights: for a label
    that means one class, cross entropy. So an image of which only the side is known still teaches."""
    logits = logits.float()
    kept = logits.masked_fill(~allowed, float("-inf"))
    losses = torch.logsumexp(logits, dim=1) - torch.logsumexp(kept, dim=1)
    return (losses * weights).sum() / weights.sum()


def image_weights(allowed: np.ndarray, wanted: bool) -> np.ndarray:
    """Of each image: the same sum for each class that occurs. A label that means several classes has their mean."""
    if not wanted:
        return np.ones(len(allowed), dtype=np.float32)
    shares = allowed / allowed.sum(axis=1, keepdims=True)
    counts = shares.sum(axis=0)
    per_class = np.where(counts > 0, len(allowed) / (np.maximum(counts, 1e-9) * (counts > 0).sum()), 0)
    return (shares @ per_class).astype(np.float32)


class Trainer:
    def __init__(self, settings: Settings, network: Network, place: Place, folder: Path, cause: str):
        self.settings, self.place, self.folder, self.cause = settings, place, folder, cause
        on_gpu = place.device.type == "cuda"
        self.network = network.to(place.device, memory_format=torch.channels_last)
        self.optimizer = torch.optim.Adam(
            self.network.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay, fused=on_gpu or None
        )
        self.type = _type_of(settings, on_gpu)
        self.scaler = torch.amp.GradScaler(place.device.type, enabled=self.type is torch.float16)
        self.parts = {"network": self.network, "optimizer": self.optimizer, "scaler": self.scaler}
        self.runs: nn.Module = self.network
        if place.processes > 1:
            if on_gpu:
                self.network = nn.SyncBatchNorm.convert_sync_batchnorm(self.network)
            self.runs = DistributedDataParallel(self.network, device_ids=[place.device.index] if on_gpu else None)
        torch.backends.cudnn.benchmark = on_gpu

    def fit(self, training: Data, validation: Data, *, stop: Callable[[], bool]) -> Progress:
        """Trains until the last epoch, or none has been better for `patience` epochs; the network then is the best one.

        Raises Interrupted, its checkpoint written, once `stop` says so."""
        settings, place = self.settings, self.place
        order = EpochOrder(
            len(training.images), settings.batch_size, settings.seed, rank=place.rank, processes=place.processes
        )
        loader = training_loader(training.images, order, settings.workers)
        progress = checkpoint.load(self.folder, self.cause, self.parts)
        allowed = torch.from_numpy(training.allowed)
        weights = torch.from_numpy(image_weights(training.allowed, settings.class_weights))
        while progress.epoch < settings.epochs and progress.epoch - progress.best_epoch <= settings.patience:
            order.epoch, order.done = progress.epoch, progress.batch
            self.runs.train()
            for images, places in loader:
                progress.loss_sum += self._step(images, allowed[places], weights[places], progress, order.batches)
                progress.batch += 1
                if any_of_all(place, stop()):
                    self._save(progress)
                    raise Interrupted
                if progress.batch % settings.checkpoint_steps == 0:
                    self._save(progress)
            self._end_epoch(progress, order, validation)
        self.network.load_state_dict(progress.best_state)
        return progress

    def _step(self, images: Tensor, allowed: Tensor, weights: Tensor, progress: Progress, batches: int) -> float:
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.learning_rate * _share_of_rate(self.settings, progress, batches)
        device = self.place.device
        images = images.to(device, non_blocking=True, memory_format=torch.channels_last)
        allowed, weights = allowed.to(device, non_blocking=True), weights.to(device, non_blocking=True)
        with self._precision():
            logits = self.runs(images)
        loss = coarse_cross_entropy(logits, allowed, weights)
        self.optimizer.zero_grad(set_to_none=True)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)
        nn.utils.clip_grad_norm_(self.network.parameters(), LARGEST_GRADIENT)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        # Asking the GPU for a number makes it wait: only now and then.
        return float(loss.detach()) if device.type == "cpu" or progress.batch % 20 == 0 else 0.0

    def _end_epoch(self, progress: Progress, order: EpochOrder, validation: Data) -> None:
        loss, area = float("nan"), None
        if self.place.is_first:
            probabilities, _ = self.predict(validation.images)
            loss, area = _validation_figures(probabilities, validation.allowed, self.settings.class_weights)
        loss = from_first(self.place, loss)
        measured = -(-order.batches // 20) if self.place.device.type == "cuda" else order.batches
        told = {"epoch": progress.epoch, "loss": progress.loss_sum / measured, "validationLoss": loss, "macroRocAuc": area}
        progress.history.append(told)
        if loss < progress.best_loss:
            progress.best_loss, progress.best_epoch = loss, progress.epoch
            progress.best_state = {name: value.detach().cpu().clone() for name, value in self.network.state_dict().items()}
        progress.epoch, progress.batch, progress.loss_sum = progress.epoch + 1, 0, 0.0
        if self.place.is_first:
            shown = "" if area is None else f", macro ROC-AUC {area:.4f}"
            print(f"epoch {told['epoch']}: loss {told['loss']:.4f}, validation loss {loss:.4f}{shown}", flush=True)
        self._save(progress)

    def _save(self, progress: Progress) -> None:
        if self.place.is_first:
            checkpoint.save(self.folder, self.cause, progress, self.parts)

    def predict(self, images: Images) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities (images x classes) and embeddings, in order."""
        self.network.eval()
        probabilities, embeddings = [], []
        with torch.inference_mode():
            for batch, _ in in_order(images, self.settings.batch_size, self.settings.workers):
                with self._precision():
                    embedding = self.network.embed(batch.to(self.place.device, memory_format=torch.channels_last))
                    logits = self.network.head(embedding)
                probabilities.append(torch.softmax(logits.float(), dim=1).cpu().numpy())
                embeddings.append(embedding.float().cpu().numpy())
        return np.concatenate(probabilities), np.concatenate(embeddings)

    def _precision(self):  # noqa: ANN202
        if self.type is torch.float32:
            return nullcontext()
        return torch.autocast(self.place.device.type, dtype=self.type)


def _validation_figures(probabilities: np.ndarray, allowed: np.ndarray, weighted: bool) -> tuple[float, float | None]:
    told = np.clip((probabilities * allowed).sum(axis=1), 1e-12, 1)
    weights = image_weights(allowed, weighted)
    loss = float((-np.log(told) * weights).sum() / weights.sum())
    exact = allowed.sum(axis=1) == 1
    area = macro_roc_auc(allowed[exact].argmax(axis=1), probabilities[exact]) if exact.any() else None
    return loss, area


def _type_of(settings: Settings, on_gpu: bool) -> torch.dtype:
    if settings.precision != "auto":
        return getattr(torch, settings.precision)
    if not on_gpu:
        return torch.float32
    return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16


def _share_of_rate(settings: Settings, progress: Progress, batches: int) -> float:
    """Of the learning rate: a straight rise, then half a cosine (Loshchilov & Hutter 2017). Follows from the step alone."""
    step = progress.epoch * batches + progress.batch
    rise = settings.warmup_epochs * batches
    if step < rise:
        return (step + 1) / rise
    left = (step - rise) / max(1, settings.epochs * batches - rise)
    return 0.5 * (1 + math.cos(math.pi * min(1.0, left)))

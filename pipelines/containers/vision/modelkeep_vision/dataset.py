"""Images for training, each augmented in a way that follows from seed, epoch and place alone: whoever reads it, and
whether training was interrupted before, changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler
from torchvision.transforms import v2

from .errors import VisionError
from .images import centre, decode, planes, shorter_side_of


class Images(Dataset):
    """Item (epoch, place): a uint8 image of 3 x size x size, and the place."""

    def __init__(self, files: list[Path], size: int, *, augmented: bool, seed: int):
        self.files, self.size, self.augmented, self.seed = files, size, augmented, seed
        # A lesion has no up and no left; light, distance and colour differ from clinic to clinic.
        self.augment = v2.Compose(
            [
                v2.RandomResizedCrop(size, scale=(0.6, 1.0), ratio=(0.9, 1.1), antialias=True),
                v2.RandomHorizontalFlip(),
                v2.RandomVerticalFlip(),
                v2.RandomApply([v2.RandomRotation(180, interpolation=v2.InterpolationMode.BILINEAR)], p=0.5),
                v2.ColorJitter(brightness=0.15, contrast=0.15, saturation=0.1, hue=0.02),
            ]
        )

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, item: tuple[int, int]) -> tuple[Tensor, int]:
        epoch, place = item
        file = self.files[place]
        try:
            image = decode(file.read_bytes(), shorter_side_of(self.size))
        except VisionError as error:
            raise VisionError(f"{file.name}: {error}") from None
        if not self.augmented:
            return torch.from_numpy(centre(image, self.size)), place
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(_mixed(self.seed, epoch, place))
            return self.augment(torch.from_numpy(planes(image))).contiguous(), place


def _mixed(*numbers: int) -> int:
    return int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> 1)


class EpochOrder(Sampler):
    """This process's part of an epoch's order, from a batch of it on. Every process has the same number of items: the last
    ones, fewer than a batch of all processes, sit out."""

    def __init__(self, count: int, batch_size: int, seed: int, *, rank: int = 0, processes: int = 1):
        self.count, self.seed, self.rank, self.processes = count, seed, rank, processes
        self.of_each = max(1, min(batch_size, count) // processes)
        self.whole_batch = self.of_each * processes
        self.epoch = self.done = 0

    @property
    def batches(self) -> int:
        return self.count // self.whole_batch

    def __len__(self) -> int:
        return (self.batches - self.done) * self.of_each

    def __iter__(self) -> Iterator[tuple[int, int]]:
        order = np.random.default_rng((self.seed, self.epoch)).permutation(self.count)
        for batch in range(self.done, self.batches):
            start = batch * self.whole_batch + self.rank * self.of_each
            for place in order[start : start + self.of_each]:
                yield self.epoch, int(place)


def training_loader(images: Images, order: EpochOrder, workers: int) -> DataLoader:
    """Its own generator: taking workers' seeds from the global one would make the network's dropout depend on them."""
    return DataLoader(
        images,
        batch_size=order.of_each,
        sampler=order,
        num_workers=workers,
        pin_memory=torch.cuda.is_available(),
        generator=torch.Generator().manual_seed(order.seed),
        persistent_workers=workers > 0,
        prefetch_factor=4 if workers else None,
    )


def in_order(images: Images, batch_size: int, workers: int) -> DataLoader:
    return DataLoader(
        images,
        batch_size=batch_size,
        sampler=[(0, place) for place in range(len(images))],
        num_workers=workers,
        pin_memory=torch.cuda.is_available(),
        generator=torch.Generator(),
    )

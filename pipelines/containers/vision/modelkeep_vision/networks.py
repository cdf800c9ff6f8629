"""The networks: a backbone that makes an embedding of an image, and a layer that tells the classes from it."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torchvision import models

from .errors import VisionError
from .hyperparameters import Settings

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_SD = (0.229, 0.224, 0.225)


class Network(nn.Module):
    """Takes uint8 images, N x 3 x size x size: scaling by ImageNet's statistics is part of it, so that whoever serves it
    cannot do it otherwise."""

    def __init__(self, backbone: nn.Module, embedding_size: int, classes: int, dropout: float):
        super().__init__()
        self.register_buffer("mean", torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1) * 255)
        self.register_buffer("sd", torch.tensor(IMAGENET_SD).view(1, 3, 1, 1) * 255)
        self.backbone = backbone
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(embedding_size, classes)

    def embed(self, images: Tensor) -> Tensor:
        return self.backbone((images.float() - self.mean) / self.sd)

    def forward(self, images: Tensor) -> Tensor:
        """Logits."""
        return self.head(self.dropout(self.embed(images)))


class Served(nn.Module):
    """What is exported: probabilities of the classes, and the embedding for image drift."""

    def __init__(self, network: Network):
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        embedding = self.network.embed(images)
        return torch.softmax(self.network.head(embedding), dim=1), embedding


class _Block(nn.Module):
    def __init__(self, channels: int, out: int):
        super().__init__()
        self.first = nn.Conv2d(channels, out, 3, stride=2, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(out)
        self.second = nn.Conv2d(out, out, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(out)
        self.shortcut = nn.Conv2d(channels, out, 1, stride=2, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y = torch.relu(self.first_norm(self.first(x)))
        return torch.relu(self.second_norm(self.second(y)) + self.shortcut(x))


def _small(width: int) -> tuple[nn.Module, int]:
    """Three residual blocks: learns on a CPU in minutes, for tests and demonstrations."""
    layers = [nn.Conv2d(3, width, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    blocks = [_Block(width, width), _Block(width, 2 * width), _Block(2 * width, 4 * width)]
    return nn.Sequential(*layers, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten()), 4 * width


def build_network(settings: Settings, classes: int, weights: Path | None = None) -> Network:
    """@param weights torchvision's own state file for the architecture, where training begins from one."""
    match settings.architecture:
        case "resnet50":
            whole, last = models.resnet50(), "fc"
        case "efficientnet-b0":
            whole, last = models.efficientnet_b0(), "classifier"
        case _:
            backbone, size = _small(settings.width)
            return Network(backbone, size, classes, settings.dropout)
    if weights is not None:
        _load(whole, weights, settings.architecture)
    size = whole.fc.in_features if last == "fc" else whole.classifier[-1].in_features
    setattr(whole, last, nn.Identity())
    return Network(whole, size, classes, settings.dropout)


def _load(network: nn.Module, weights: Path, architecture: str) -> None:
    try:
        # Only tensors: a pickle could run anything.
        network.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    except Exception:
        raise VisionError(f"weights: got a file that does not fit {architecture}, expected torchvision's state file of it") from None

"""What an interrupted training leaves, so that the next one goes on as if nothing had been."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import torch

FILE = "checkpoint.pt"
FORM = 1


@dataclass
class Progress:
    """How far training has come."""

    epoch: int = 0
    batch: int = 0
    """Batches of this epoch that are done."""
    loss_sum: float = 0.0
    """Over those batches."""
    best_loss: float = float("inf")
    best_epoch: int = -1
    best_state: dict = field(default_factory=dict)
    history: list = field(default_factory=list)


def save(folder: Path, cause: str, progress: Progress, parts: dict) -> None:
    """@param cause names data and settings: another one's checkpoint is not gone on with. parts: whatever has state."""
    state = {
        "form": FORM,
        "cause": cause,
        "progress": vars(progress),
        "parts": {name: part.state_dict() for name, part in parts.items()},
        "random": torch.get_rng_state(),
        "randomCuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
    }
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{FILE}.partial"
    torch.save(state, partial)
    partial.replace(folder / FILE)


def load(folder: Path, cause: str, parts: dict) -> Progress:
    """Sets the parts as they were, or leaves them where there is nothing of this cause to go on with."""
    file = folder / FILE
    if not file.is_file():
        return Progress()
    try:
        # Only tensors and plain values: a pickle could run anything.
        state = torch.load(file, map_location="cpu", weights_only=True)
        if state["form"] != FORM or state["cause"] != cause:
            print("the checkpoint is of another training: begun anew", file=sys.stderr)
            return Progress()
        progress = Progress(**state["progress"])
    except Exception as error:
        print(f"the checkpoint cannot be read ({type(error).__name__}): begun anew", file=sys.stderr)
        return Progress()
    for name, part in parts.items():
        part.load_state_dict(state["parts"][name])
    torch.set_rng_state(state["random"])
    if state["randomCuda"] and torch.cuda.is_available() and len(state["randomCuda"]) == torch.cuda.device_count():
        torch.cuda.set_rng_state_all(state["randomCuda"])
    print(f"goes on at epoch {progress.epoch}, batch {progress.batch}")
    return progress

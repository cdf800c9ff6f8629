"""One process for each GPU, by torchrun. Without it, one process."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass

import torch
from torch import distributed

from .folders import base, read_json
from .hyperparameters import Settings

PORT = "29500"


@dataclass(frozen=True)
class Place:
    """This process among all."""

    rank: int
    processes: int
    device: torch.device

    @property
    def is_first(self) -> bool:
        return self.rank == 0


def launched_by_torchrun() -> bool:
    return "RANK" in os.environ and "WORLD_SIZE" in os.environ


def join() -> Place:
    cuda = torch.cuda.is_available()
    if not launched_by_torchrun():
        return Place(0, 1, torch.device("cuda" if cuda else "cpu"))
    device = torch.device("cuda", int(os.environ["LOCAL_RANK"])) if cuda else torch.device("cpu")
    if cuda:
        torch.cuda.set_device(device)
    distributed.init_process_group("nccl" if cuda else "gloo")
    return Place(distributed.get_rank(), distributed.get_world_size(), device)


def leave() -> None:
    if distributed.is_initialized():
        distributed.destroy_process_group()


def any_of_all(place: Place, flag: bool) -> bool:
    """Whether any process says so: all of them must do the same, or they wait for each other for ever."""
    if place.processes == 1:
        return flag
    told = torch.tensor([float(flag)], device=place.device)
    distributed.all_reduce(told, op=distributed.ReduceOp.MAX)
    return bool(told.item() > 0)


def from_first(place: Place, value: float) -> float:
    if place.processes == 1:
        return value
    told = torch.tensor([value], dtype=torch.float64, device=place.device)
    distributed.broadcast(told, src=0)
    return float(told.item())


def wanted_processes(settings: Settings) -> int:
    return settings.processes or max(1, torch.cuda.device_count() if torch.cuda.is_available() else 1)


def run_by_torchrun(processes: int) -> int:
    """Starts the same program once for each GPU, and hands SIGTERM on. Returns its exit code."""
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", str(processes), *_hosts()]
    child = subprocess.Popen([*command, "-m", "modelkeep_vision", "train"])

    def hand_on(number: int, _frame: object) -> None:
        child.send_signal(number)

    signal.signal(signal.SIGTERM, hand_on)
    return child.wait()


def _hosts() -> list[str]:
    file = base() / "input/config/resourceconfig.json"
    hosts = sorted(read_json(file)["hosts"]) if file.is_file() else []
    if len(hosts) < 2:
        return ["--standalone"]
    own = hosts.index(read_json(file)["current_host"])
    return ["--nnodes", str(len(hosts)), "--node-rank", str(own), "--master-addr", hosts[0], "--master-port", PORT]

"""SageMaker's folder contract (../README.md): everything lies below one base folder."""

import json
import os
from pathlib import Path

from .errors import VisionError

MESSAGE_LIMIT = 1_024


def base() -> Path:
    return Path(os.environ.get("MODELKEEP_ML_ROOT") or "/opt/ml")


def write_whole(path: Path, content: str | bytes) -> None:
    """Under another name first, so that nobody reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    partial.replace(path)


def write_json(path: Path, value: object) -> None:
    write_whole(path, json.dumps(value, indent=1, allow_nan=False, ensure_ascii=False) + "\n")


def read_json(path: Path) -> dict:
    if not path.is_file():
        raise VisionError(f"{path.name}: got no file, expected it in {path.parent}")
    try:
        return json.loads(path.read_text("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise VisionError(f"{path.name}: got text that is no JSON, expected JSON") from None


def write_reason(program: str, reason: str) -> None:
    """Where SageMaker looks for why a job failed."""
    name = "failure" if program.startswith("train") else "message"
    write_whole(base() / "output" / name, reason[:MESSAGE_LIMIT])

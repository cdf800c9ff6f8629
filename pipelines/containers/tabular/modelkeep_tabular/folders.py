"""SageMaker's folder contract (../README.md): everything lies below one base folder."""

import json
import os
from pathlib import Path

from .errors import TabularError

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
        raise TabularError(f"{path.name}: got no file, expected it in {path.parent.relative_to(base())}")
    try:
        return json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as error:
        raise TabularError(f"{path.name}: got text that is no JSON (line {error.lineno}), expected JSON") from None


def the_only_csv(folder: Path) -> Path:
    files = sorted(folder.glob("*.csv"))
    if len(files) != 1:
        raise TabularError(f"{folder.relative_to(base())}: got {len(files)} CSV files, expected one")
    return files[0]


def write_reason(program: str, reason: str) -> None:
    """Where SageMaker looks for why a job failed."""
    name = "failure" if program == "train" else "message"
    write_whole(base() / "output" / name, reason[:MESSAGE_LIMIT])

"""`python -m modelkeep_vision preprocess|train|evaluate|serve|bench|synthesize|describe`: see ../README.md for what the first
four find and leave."""

import importlib
import sys
import traceback

from .errors import Interrupted, VisionError
from .folders import write_reason

STEPS = ("preprocess", "train", "evaluate")
TOOLS = ("serve", "bench", "synthesize", "describe")
STOPPED = 143
"""128 + SIGTERM: the training has not failed, and has not ended."""


def main(arguments: list[str]) -> int:
    program, *rest = arguments or [""]
    if program not in (*STEPS, *TOOLS) or (rest and program in STEPS):
        print(f"got {' '.join(arguments)[:60] or 'nothing'}, expected one of {', '.join((*STEPS, *TOOLS))}", file=sys.stderr)
        return 2
    try:
        # Imported late: only what the step needs is loaded, and the image that serves has no torch.
        module = importlib.import_module(f".{'server' if program == 'serve' else program}", __package__)
        run = getattr(module, program)
        run(rest) if program in TOOLS else run()
    except Interrupted:
        print(f"{program}: stopped; a checkpoint is kept", file=sys.stderr)
        return STOPPED
    except VisionError as error:
        reason = str(error).strip().splitlines()[-1].removeprefix("modelkeep_vision.errors.VisionError: ")
        print(f"{program}: {reason}", file=sys.stderr)
        _reason(program, reason)
        return 1
    except Exception as error:
        # The message of an unforeseen error may quote a record; where it arose says enough.
        print("".join(traceback.format_tb(error.__traceback__)), type(error).__name__, file=sys.stderr)
        _reason(program, f"{program}: {type(error).__name__}, which nobody foresaw; its place stands in the log")
        return 1
    return 0


def _reason(program: str, reason: str) -> None:
    if program in STEPS:
        write_reason(program, reason)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

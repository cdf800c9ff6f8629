"""`python -m modelkeep_tabular preprocess|train|evaluate`: see ../README.md for what each finds and leaves."""

import importlib
import sys
import traceback

from .errors import TabularError
from .folders import write_reason

PROGRAMS = ("preprocess", "train", "evaluate")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in PROGRAMS:
        print(f"got {' '.join(arguments)[:60] or 'nothing'}, expected one of {', '.join(PROGRAMS)}", file=sys.stderr)
        return 2
    program = arguments[0]
    try:
        # Imported late: only what the step needs is loaded.
        getattr(importlib.import_module(f".{program}", __package__), program)()
    except TabularError as error:
        print(f"{program}: {error}", file=sys.stderr)
        write_reason(program, str(error))
        return 1
    except Exception as error:
        # The message of an unforeseen error may quote a cell; where it arose says enough.
        print("".join(traceback.format_tb(error.__traceback__)), type(error).__name__, file=sys.stderr)
        write_reason(program, f"{program}: {type(error).__name__}, which nobody foresaw; its place stands in the log")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

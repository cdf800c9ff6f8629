class VisionError(ValueError):
    """Something that whoever called the program can put right. Its message names the field, what was got and what is
    allowed, and never holds what a patient's record says."""


class Interrupted(Exception):  # noqa: N818
    """Training was asked to stop and has written its checkpoint: no failure, and no model either."""

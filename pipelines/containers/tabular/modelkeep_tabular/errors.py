class TabularError(ValueError):
    """Something that whoever called the program can put right. Its message names the field, what was got and what is
    allowed, and never holds a value of a patient."""

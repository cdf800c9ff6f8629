"""The tabular container: a table in, a portable model and what is known about it out."""

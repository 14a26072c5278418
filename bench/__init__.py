"""Benchmarks: `python -m bench` prints the table of the README. Only this machine is ever a target."""

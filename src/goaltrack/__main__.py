"""Lets `python -m goaltrack` do what `goaltrack` does."""

from goaltrack.cli import main

main()

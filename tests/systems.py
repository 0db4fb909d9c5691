"""Marks for tests of what only some systems have."""

import os

import pytest

posix_only = pytest.mark.skipif(
    os.name == "nt", reason="Windows has no modes, owners, FIFOs or links for all"
)

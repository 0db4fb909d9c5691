"""Add one entry with an id, a day and a temporary file that are always the same.

    python proofs/one_add.py LEDGER

What `faults.py` traces: the command itself, in a process where chance is fixed.
"""

import os
import sys

from goaltrack.cli.app import main

os.urandom = lambda size: b"\0" * size  # the name of the temporary file is known
os.environ["GOALTRACK_TODAY"] = "2026-11-25"
sys.argv = ["goaltrack", "add", "run", "+1", "--yes", "-f", sys.argv[1]]
main()

"""One module for each command, with its function `run`."""

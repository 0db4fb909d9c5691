"""Plain-text accounting for targets."""

__version__ = "0.1.0"

"""Where the program starts: `goaltrack`, and `python -m goaltrack`."""

import os
import sys

from goaltrack import _process

_process.begin()  # before anything else is imported


def main() -> None:
    """Run the command line, or answer a shell that completes one."""
    try:
        _run()
    except KeyboardInterrupt:  # before a command has begun, or at the very end
        sys.exit(_INTERRUPTED)


_INTERRUPTED = 130


def _run() -> None:
    _open_closed_streams()
    shell = os.environ.get("GOALTRACK_COMPLETE")
    if shell:
        from goaltrack.cli.completion import main as complete  # noqa: PLC0415 - one

        complete(shell)
    else:
        from goaltrack.cli.app import main as run  # noqa: PLC0415 - of both

        run()


def _open_closed_streams() -> None:
    """Open each standard stream that was closed on the null device.

    Otherwise the next file that is opened, the ledger perhaps, would take its number,
    and what is printed would go there.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            mode = "w" if number else "r"
            stream = open(number, mode, encoding="utf-8")  # noqa: SIM115 - to the end
            setattr(sys, name, stream)


if __name__ == "__main__":
    main()

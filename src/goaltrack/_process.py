"""The beginning and end of a short process: no garbage is collected meanwhile.

Measured with `bench/run.py` (docs/decisions.md, "Start-up"): collection off before
anything else is imported saves a fifth of the start; books that are kept until the end
save a tenth of a command on a ledger of 10,000 entries; frozen objects are not looked
through once more when the interpreter ends. None of it is done in a program that
imports goaltrack.
"""

import gc
import signal

_kept: list[object] = []


def begin() -> None:
    """Collect no garbage from here on: one short run makes no cycles worth it.

    Until `ready`, Ctrl-C ends the process at once: an exception amid the loading of
    modules would be told by whatever it met.
    """
    gc.disable()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def ready() -> None:
    """Let Ctrl-C be an exception, so that what is under way can end as it should."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def go_on() -> None:
    """Collect garbage after all: this process does not end soon."""
    gc.enable()


def keep(thing: object) -> None:
    """Keep a large object until a short process ends, in a cycle with the list.

    So the system takes its memory at once, and Python does not take it apart. Without
    effect where garbage is collected: there the object is dropped as any other.
    """
    if not gc.isenabled():
        _kept[:] = [_kept, thing]


def end() -> None:
    """Leave nothing for the interpreter to look through when it ends."""
    gc.freeze()

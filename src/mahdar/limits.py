"""A bound on the time that one piece of work may take, and on the time that Python takes for itself."""

import atexit
import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from mahdar.errors import OutOfTimeError

__all__ = ["collecting_nothing", "collecting_rarely", "within"]

# Where something swallows the first alarm, the next comes so many seconds later.
_AGAIN = 0.25


# New objects after which Python looks for cycles among them; it would after 700.
_OBJECTS = 20_000


def collecting_rarely() -> None:
    """Have Python look for unused cycles of objects seldom, in a process that reads articles: it makes many objects and hardly
    a cycle, and looking for them takes a tenth of the time. At its end not at all: all goes with the process, and to look
    through the tables once more takes as long as to load them."""
    gc.set_threshold(_OBJECTS, 10, 10)
    atexit.register(gc.freeze)


@contextmanager
def collecting_nothing() -> Iterator[None]:
    """Have Python look for no cycles while many objects are made that all stay."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


class _Alarm(BaseException):
    """No Exception, so that libraries that catch whatever goes wrong let it through."""


def _ring(number: int, frame: FrameType | None) -> None:
    raise _Alarm


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop what is done inside, wherever it is, when it has computed for so long; raises OutOfTimeError.

    The time is that of this process's own computing, so that a busy machine makes no difference. Works in the main
    thread of a POSIX system only, and not inside another bound; anywhere else nothing is stopped.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "ITIMER_VIRTUAL") or signal.getitimer(signal.ITIMER_VIRTUAL)[0]:
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _Alarm as alarm:
        raise OutOfTimeError(f"more than {seconds:.3g} seconds of computing") from alarm
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)

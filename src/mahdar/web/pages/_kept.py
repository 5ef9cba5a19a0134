"""Answers that take counting, kept as long as the store stays as it is."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from mahdar.query import state_of_store
from mahdar.store import Store

__all__ = ["kept"]

_MOST = 128
_ANSWERS: OrderedDict[Hashable, Any] = OrderedDict()
_LOCK = Lock()
_MAKING: dict[Hashable, Lock] = {}
Answer = TypeVar("Answer")


def kept(store: Store, question: Hashable, answer: Callable[[], Answer]) -> Answer:
    """The answer to a question, made anew where the store has changed since. Of two that ask at once one makes it, the other waits."""
    key = (str(store.path), state_of_store(store), question)
    with _LOCK:
        making = _MAKING.setdefault(key, Lock())
    with making:
        with _LOCK:
            if key in _ANSWERS:
                _ANSWERS.move_to_end(key)
                found: Answer = _ANSWERS[key]
                _MAKING.pop(key, None)
                return found
        made = answer()
        with _LOCK:
            _ANSWERS[key] = made
            _MAKING.pop(key, None)
            while len(_ANSWERS) > _MOST:
                _ANSWERS.popitem(last=False)
    return made

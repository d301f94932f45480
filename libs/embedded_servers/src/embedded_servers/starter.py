"""The thread that starts our children.

The death signal of a parent (Linux: PR_SET_PDEATHSIG) follows the *thread* that started the child. This thread is a
daemon: it lives until the process itself ends, exit handlers included, which a pool's thread does not.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from typing import TypeVar, cast

T = TypeVar("T")
_Work = tuple[Callable[[], object], "Future[object]"]


@cache
def _orders() -> "queue.SimpleQueue[_Work]":
    orders: queue.SimpleQueue[_Work] = queue.SimpleQueue()
    threading.Thread(target=_work_off, args=(orders,), name="starter", daemon=True).start()
    return orders


def _work_off(orders: "queue.SimpleQueue[_Work]") -> None:
    while True:
        work, answer = orders.get()
        try:
            answer.set_result(work())
        except BaseException as error:
            answer.set_exception(error)


def in_starter(work: Callable[[], T]) -> T:
    """Do `work` in the starting thread and return or raise what it does."""
    answer: Future[object] = Future()
    _orders().put((work, answer))
    return cast("T", answer.result())

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
_Job = tuple[Callable[[], object], "Future[object]"]


@cache
def _jobs() -> "queue.SimpleQueue[_Job]":
    jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
    threading.Thread(target=_run_jobs, args=(jobs,), name="starter", daemon=True).start()
    return jobs


def _run_jobs(jobs: "queue.SimpleQueue[_Job]") -> None:
    while True:
        function, future = jobs.get()
        try:
            future.set_result(function())
        except BaseException as error:
            future.set_exception(error)


def in_starter(function: Callable[[], T]) -> T:
    """Call `function` in the starting thread, and return or raise what it does."""
    future: Future[object] = Future()
    _jobs().put((function, future))
    return cast("T", future.result())

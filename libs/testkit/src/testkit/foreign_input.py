"""Foreign input for parsers: real samples spoiled in many ways, each example bounded in time and memory.

The law of every parser is the same: a result, or the error that it declares. `pytest` tries a few examples, always the
same ones; `make fuzz` many, with a new seed.
"""

import functools
import inspect
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

T = TypeVar("T")
Test = Callable[..., Any]

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""So many examples of each test, from a new seed; 0: a few, the same in every run."""
_FEW = 60
CPU_SECONDS = 2.0
MEMORY_BYTES = 512 * 1024**2
_RUN_LENGTHS = (1, 2, 30, 1_000, 20_000)
_PIECES: tuple[bytes, ...] = (
    *(bytes([byte]) for byte in (0, 9, 10, 13, 127, 128, 255)),
    *(mark.encode() for mark in "\"'\\,;:=<>()[]{}%-+./ "),
    *(text.encode() for text in ("é", "上海", "🚀", "٣", "\u2028", "\ufeff", "\u202e")),
    b"\xed\xa0\x80",  # half of a surrogate pair
    *(b"null", b"NaN", b"Infinity", b"-0", b"1e999999999999999999999", b"9" * 5_000, b"\\u0000"),
    *(b"\\ud800", b"[" * 20_000, b'{"a":' * 20_000, b"<Error", b"<Message>", b"\r\n\r\n"),
)


class TooSlowError(BaseException):
    """An example took more processor time than any input may; nothing that is tested catches it."""


def fuzz(*strategies: st.SearchStrategy[Any]) -> Callable[[Test], Test]:
    """Make a test of what the strategies draw: within `CPU_SECONDS` of our time and `MEMORY_BYTES` more memory each."""

    def decorate(test: Test) -> Test:
        chosen = settings(
            max_examples=EXAMPLES or _FEW,
            derandomize=not EXAMPLES,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        drawn: Test = chosen(given(*strategies)(_bounded(test)))
        marked: Test = pytest.mark.fuzz(drawn)
        return marked

    return decorate


def _bounded(test: Test) -> Test:
    if inspect.iscoroutinefunction(test):

        @functools.wraps(test)
        async def later(*values: Any, **named: Any) -> None:
            with bounds():
                await test(*values, **named)

        return later

    @functools.wraps(test)
    def now(*values: Any, **named: Any) -> None:
        with bounds():
            test(*values, **named)

    return now


@contextmanager
def bounds(cpu_seconds: float = CPU_SECONDS, memory_bytes: int = MEMORY_BYTES) -> Iterator[None]:
    """Raise `TooSlowError` or `MemoryError` in what takes more than that, in this thread.

    It counts processor time, so that a busy machine changes nothing.
    """

    def stop(*_: object) -> None:
        raise TooSlowError(f"more than {cpu_seconds} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + memory_bytes, hard))
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def spoiled(*samples: bytes) -> st.SearchStrategy[bytes]:
    """Samples with bytes flipped, cut out, repeated, replaced, joined with another's, or followed by a very long run."""
    return st.tuples(
        st.sampled_from(samples), st.lists(_change(samples), min_size=1, max_size=4)
    ).map(lambda drawn: functools.reduce(lambda text, change: change(text), drawn[1], drawn[0]))


def spoiled_text(*samples: str) -> st.SearchStrategy[str]:
    """The same as text; bytes that are none are what Latin-1 makes of them, as in the headers of HTTP."""
    return spoiled(*(sample.encode() for sample in samples)).map(
        lambda data: data.decode(errors="surrogateescape").translate(_LATIN)
    )


_LATIN = {0xDC00 + byte: chr(byte) for byte in range(128, 256)}


def _change(samples: Sequence[bytes]) -> st.SearchStrategy[Callable[[bytes], bytes]]:
    places = st.floats(0, 1), st.floats(0, 1)
    pieces = st.sampled_from((*_PIECES, *samples)) | st.binary(max_size=8)
    return st.one_of(
        st.builds(_flip, places[0], st.integers(1, 255)),
        st.builds(_replace, *places, pieces, st.sampled_from(_RUN_LENGTHS)),
        st.builds(_repeat, *places, st.sampled_from(_RUN_LENGTHS)),
        st.builds(_replace, *places, st.just(b""), st.just(1)),
        st.builds(_replace, places[0], st.just(1.0), st.just(b""), st.just(1)),
    )


def _flip(at: float, bits: int) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        place = int(at * (len(data) - 1)) if data else 0
        return (
            data[:place]
            + bytes(byte ^ bits for byte in data[place : place + 1])
            + data[place + 1 :]
        )

    return change


def _replace(start: float, end: float, piece: bytes, times: int) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        first, last = sorted((int(start * len(data)), int(end * len(data))))
        return data[:first] + _run(piece, times) + data[last:]

    return change


def _repeat(start: float, end: float, times: int) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        first, last = sorted((int(start * len(data)), int(end * len(data))))
        return data[:last] + _run(data[first:last], times) + data[last:]

    return change


def _run(piece: bytes, times: int) -> bytes:
    """A run of at most some 100,000 bytes."""
    return piece * max(1, min(times, 100_000 // max(len(piece), 1)))


_texts = st.text(max_size=10) | st.sampled_from(
    ("", "\0", "\ud800", "NaN", "1e400", "٣", "x" * 10_000, "9" * 5_000, "2026-13-45T99:99")
)
_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from((10**400, -(10**400), 2**63, 1e308))
    | _texts
)
json_values: st.SearchStrategy[Any] = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=6,
)
"""Anything that JSON can hold."""


def spoiled_json(*samples: Any) -> st.SearchStrategy[Any]:
    """Samples of JSON, each with some members replaced by anything, or taken out."""
    return st.sampled_from(samples).flatmap(_spoil)


@st.composite
def _spoil(draw: st.DrawFn, sample: Any) -> Any:
    changed = sample
    for _ in range(draw(st.integers(0, 3))):
        changed = draw(_spoil_once(changed))
    return changed


@st.composite
def _spoil_once(draw: st.DrawFn, node: Any) -> Any:
    """Go down a random way, and change where it ends."""
    if isinstance(node, dict | list) and node and draw(st.integers(0, 3)):
        names = list(node) if isinstance(node, dict) else list(range(len(node)))
        name = draw(st.sampled_from(names))
        if draw(st.integers(0, 4)) == 0:
            kept = [one for one in names if one != name]
            return {k: node[k] for k in kept} if isinstance(node, dict) else [node[i] for i in kept]
        inner = draw(_spoil_once(node[name]))
        changed = {**node} if isinstance(node, dict) else [*node]
        changed[name] = inner
        return changed
    return draw(json_values)


_MEASURABLE_SECONDS = 0.002
_PUMPS = (
    *("0", "0 0", "1,", "1.", "1 ", "1'", "0:", ":00", "1:00:00 ", "-", " ", "€", "T"),
    *("a", "a.", "amount(", "(", "'", "' "),
)
_ENDS = ("", "x", "h", ":", " min", " sec", "AM", ")", "\0", '"', ",")


def grows_linearly(
    work: Callable[[str], object], pump: str, end: str = "", *, length: int = 2_000
) -> bool:
    """Whether four times the text takes far less than sixteen times the processor time.

    What takes no time at all grows as it likes. A `ValueError` is an answer like any other.
    """
    short, long = (pump * (size // len(pump)) + end for size in (length, 4 * length))
    took = _least_seconds(work, long)
    return took < _MEASURABLE_SECONDS or took < 9 * _least_seconds(work, short)


def slow_texts(work: Callable[[str], object], *more_pumps: str) -> list[tuple[str, str]]:
    """Pieces of text, and its ends, with which the work grows faster than the number of pieces."""
    return [
        (pump, end)
        for pump in {*_PUMPS, *more_pumps}
        for end in _ENDS
        if not grows_linearly(work, pump, end)
    ]


def _least_seconds(work: Callable[[str], object], text: str) -> float:
    spent = []
    for _ in range(3):
        began = time.process_time()
        with suppress(ValueError):
            work(text)
        spent.append(time.process_time() - began)
    return min(spent)

"""Exceptions as log lines show them: classes and places, without messages that may hold what people typed.

A message of `ValueError`, of pydantic or of PostgreSQL quotes the value that was wrong; a log is read, copied and kept
by more people than may see it.
"""

import traceback
from collections.abc import Iterator

_FRAMES = 30
"""The innermost ones tell where; the outermost are always the same."""
_TELL_OF_CODE = (
    AttributeError,
    ImportError,
    NameError,
    NotImplementedError,
    RecursionError,
    TypeError,
)
"""Built-in exceptions whose messages name types and names of the program."""


def describe(error: BaseException) -> str:
    """Class of the exception, with what is known to be no data: SQLSTATE and constraint, errno, the code's own fault."""
    return type(error).__name__ + (f": {detail}" if (detail := _detail(error)) else "")


def format_exception(error: BaseException) -> str:
    """Traceback with causes and the members of groups, each described."""
    return "\n".join(_lines(error, set()))


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
        yield "which led to" if error.__cause__ else "while it was handled:"
    yield "Traceback (innermost last):"
    for frame in traceback.format_tb(error.__traceback__, limit=-_FRAMES):
        yield frame.rstrip()
    yield describe(error)
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield "of which:"
            yield from _lines(member, seen)


def _detail(error: BaseException) -> str:
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    if isinstance(state, str):
        constraint = getattr(
            getattr(error, "orig", error).__cause__ or error, "constraint_name", ""
        )
        return f"SQLSTATE {state}" + (f", {constraint}" if constraint else "")
    if type(error).__module__ != "builtins":
        return ""
    if isinstance(error, OSError) and error.errno is not None:
        return f"[Errno {error.errno}] {error.strerror}"
    return str(error) if isinstance(error, _TELL_OF_CODE) else ""

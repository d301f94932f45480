import time

import pytest

from domain_errors import ConflictError, InvalidInputError, NotFoundError
from testkit import stopwatch
from web.retries import Retries, retried, retries_of

WAITING = Retries((NotFoundError,), 60)


class _Arriving:
    """Work that fails a number of times."""

    def __init__(self, failures: int, error: Exception) -> None:
        self.attempts, self._failures, self._error = 0, failures, error

    async def __call__(self) -> str:
        self.attempts += 1
        if self.attempts <= self._failures:
            raise self._error
        return "done"


async def test_what_arrives_in_time_is_not_refused() -> None:
    work = _Arriving(2, NotFoundError("project"))
    assert await WAITING.attempt(work) == "done"
    assert work.attempts == 3


async def test_what_does_not_arrive_is_refused_when_the_time_is_over() -> None:
    begun = time.monotonic()
    with pytest.raises(NotFoundError), stopwatch() as seconds:
        await WAITING.at_most(0.5).attempt(_Arriving(1000, NotFoundError("project")))
    assert time.monotonic() - begun >= 0.5
    assert seconds() < 10


@pytest.mark.parametrize("error", [ConflictError("no"), RuntimeError("no")])
async def test_any_other_error_is_final(error: Exception) -> None:
    work = _Arriving(1, error)
    with pytest.raises(type(error)):
        await WAITING.attempt(work)
    assert work.attempts == 1


async def test_an_endpoint_is_tried_again_when_it_says_so() -> None:
    async def hasty() -> None: ...

    @retried(InvalidInputError, seconds=2)
    async def waiting() -> None: ...

    assert retries_of(hasty) == Retries((), 0)
    assert retries_of(waiting) == Retries((InvalidInputError,), 2)
    assert retries_of(waiting).at_most(0.5) == Retries((InvalidInputError,), 0.5)
    assert retries_of(waiting).at_most(9) == retries_of(waiting)

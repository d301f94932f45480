"""Waiting for a condition."""

import pytest

from testkit import until


async def test_the_first_true_value_is_returned() -> None:
    values = iter([0, "", [], ["found"], ["too late"]])
    assert await until(lambda: next(values), every=0) == ["found"]


async def test_a_condition_may_be_async() -> None:
    values = iter([False, True])

    async def condition() -> bool:
        return next(values)

    assert await until(condition, every=0) is True


async def test_a_condition_that_never_holds_fails_with_its_last_value() -> None:
    with pytest.raises(AssertionError, match=r"still \[\] after 0\.01 s"):
        await until(list, within=0.01, every=0)


async def test_a_condition_that_holds_is_asked_once_even_without_time() -> None:
    assert await until(lambda: 1, within=0) == 1


async def test_an_error_of_the_condition_is_not_waited_out() -> None:
    nothing: dict[str, int] = {}
    with pytest.raises(LookupError):
        await until(lambda: nothing["key"])

"""What a process does about its memory."""

import gc
from collections.abc import Iterator

import pytest

from service_runtime.process import freeze_what_stays


@pytest.fixture
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_the_garbage_collector_leaves_alone_what_was_loaded_before(thawed: None) -> None:
    freeze_what_stays()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < 1_000

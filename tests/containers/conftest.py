"""Images and a PostgreSQL of their own, since containers name databases as a real installation does."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from embedded_servers import PostgresServer
from tests.containers.images import Image, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Image]:
    """Images by name, each made when it is first asked for."""
    return cache(lambda name: build(name, tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A new server without any of our databases."""
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    server.start()
    yield server
    server.stop()

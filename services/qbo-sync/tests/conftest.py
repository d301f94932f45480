import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qbo_desk import Desk

# The folder's name has a hyphen, so its modules cannot be imported by a dotted path.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module")
async def opened() -> AsyncIterator["Desk"]:
    from qbo_desk import open_desk

    async with open_desk() as opened:
        yield opened


@pytest.fixture
async def desk(opened: "Desk") -> "Desk":
    """qbo-sync beside an empty QuickBooks; nothing is connected."""
    await opened.forget_everything()
    return opened


@pytest.fixture
async def connected(desk: "Desk") -> "Desk":
    """The same, with a Danish company connected."""
    await desk.connect()
    return desk

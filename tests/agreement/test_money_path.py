"""Whatever happens from tracked time to credited invoices, in whatever order it arrives, the laws of the books hold.

Some lives are walked in each run. `MONEY_PATH_SEED=7`, or `7-206`, walks others; a seed decides what happens and when it
arrives.
"""

import os

import pytest

from tests.agreement.conftest import Services
from tests.agreement.laws import check
from tests.agreement.life import Life

FIRST, _, LAST = os.environ.get("MONEY_PATH_SEED", "").partition("-")
SEEDS = range(int(FIRST), int(LAST or FIRST) + 1) if FIRST else [1, 56, 101]
STEPS = 150


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_random_life_keeps_every_law(services: Services, seed: int) -> None:
    life = await Life.begin(services.rates, services.invoicing, seed)
    await life.walk(STEPS)
    await check(life)

"""What the app costs its users, beside the budgets: paints on a slow phone, the start of a timer, typing in a full week.

    python -m tests.benchmarks.app DATA_FOLDER      # of a system that runs

Makes an account of its own there, and measures as `tests/screens/test_vitals.py` does. Prints a line for each figure;
nothing fails.
"""

import argparse
import asyncio
from functools import partial
from pathlib import Path

from honorar_local.folder import DataFolder
from tests.harness.browser import chromium
from tests.harness.system import System
from tests.harness.vitals import (
    SLOW_PHONE,
    Budget,
    best,
    on_desk,
    on_slow_phone,
    pace,
    with_full_week,
)


async def measure(system: System) -> None:
    """Measure and print."""
    person = await asyncio.to_thread(with_full_week, system)
    async with chromium() as browser:
        for measured, slowed in ((on_slow_phone, SLOW_PHONE), (on_desk, 1.0)):
            paced = partial(pace, browser, slowed=slowed)
            print(f"work takes {await paced():.2g} times as long as on a machine with no other")
            for budget, figure in (
                await best(partial(measured, browser, system, person), paced)
            ).items():
                _print(budget, figure)


def _print(budget: Budget, figure: float) -> None:
    mark = "" if figure <= budget.limit else "   above"
    print(f"{budget.name:45} {figure:8.3g} {budget.unit:2} of {budget.limit:g}{mark}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    asyncio.run(measure(System(DataFolder(parser.parse_args().folder.absolute()))))


if __name__ == "__main__":
    main()

"""The demonstration run by a test."""

from collections.abc import Callable
from pathlib import Path

from honorar_local.demo.walkthrough import Outcome, Walkthrough
from tests.harness.system import System


def run_demo(
    system: System, file: Path, at_step: Callable[[int], None] = lambda step: None
) -> Outcome:
    """Run the demonstration on a file; `at_step` is called with 0, 1, 2, … as each step begins."""
    steps = 0

    def working(doing: str) -> None:
        nonlocal steps
        at_step(steps)
        steps += 1

    return Walkthrough(system.demo_account(file), {}, working, _ignore, _ignore).run()


def _ignore(line: str) -> None:
    pass

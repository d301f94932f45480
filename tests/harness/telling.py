"""The demonstration's story told to a test."""

from collections.abc import Callable
from pathlib import Path

from honorar_local.demo.story import Ending, Story
from tests.harness.system import System


def tell(system: System, file: Path, at_step: Callable[[int], None] = lambda step: None) -> Ending:
    """Tell the story of a file; `at_step` is called with 0, 1, 2, … as each step begins."""
    steps = 0

    def working(doing: str) -> None:
        nonlocal steps
        at_step(steps)
        steps += 1

    return Story(system.stage(file), {}, working, _unheard, _unheard).tell()


def _unheard(line: str) -> None:
    """Say nothing."""

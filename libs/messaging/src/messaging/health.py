"""Truthful answers to the probes of an orchestrator.

A probe asks a `Check` on the same event loop, so an answer at all means that the loop turns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Check(Protocol):
    """Something a probe asks: no problems means healthy."""

    def problems(self) -> list[str]:
        """What is wrong, one sentence each; empty when all is well."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """A check that asks a function."""

    ask: Callable[[], list[str]]

    def problems(self) -> list[str]:
        """What the function says."""
        return self.ask()


@dataclass(frozen=True, slots=True)
class Together:
    """Several checks as one."""

    checks: Sequence[Check]

    def problems(self) -> list[str]:
        """The problems of all of them."""
        return [problem for check in self.checks for problem in check.problems()]

"""What the clients did and were told, as Jepsen's histories: each request begins, and ends as ok, refused or unknown."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Outcome = Literal["ok", "refused", "unknown"]


@dataclass(frozen=True)
class Operation:
    """One request with all its repetitions: `unknown` when none of them was answered.

    `began` and `ended` are seconds of the wall clock.
    """

    kind: str
    subject: str
    outcome: Outcome
    status: int
    attempts: int
    began: float
    ended: float
    response: Any = None


@dataclass
class History:
    """All operations, in the order of their ends."""

    operations: list[Operation] = field(default_factory=list)

    def add(self, operation: Operation) -> None:
        """Note an operation that has ended."""
        self.operations.append(operation)

    def ok(self, kind: str) -> Iterator[Operation]:
        """The operations of a kind that succeeded."""
        return (o for o in self.operations if o.kind == kind and o.outcome == "ok")

    def count(self, outcome: Outcome) -> int:
        """How many ended so."""
        return sum(operation.outcome == outcome for operation in self.operations)

    def write(self, file: Path) -> None:
        """Write a line of JSON for each operation."""
        lines = (json.dumps(asdict(operation), default=str) for operation in self.operations)
        file.write_text("\n".join(lines) + "\n")


@dataclass(frozen=True)
class Harm:
    """Something that was done to a process, and when."""

    what: str
    process: str
    at: float = field(default_factory=time.time)

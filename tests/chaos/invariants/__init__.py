"""What must hold of the system whatever was killed; each module looks at one kind of evidence.

Every function yields what it finds broken, in words: nothing when all holds. Named after the facts on messaging, §4.
"""

from collections.abc import Iterator

from tests.chaos.evidence import Evidence
from tests.chaos.invariants import books, clients, events, healing, merging, outside, reopening

CHECKS = (
    *healing.CHECKS,
    *events.CHECKS,
    *books.CHECKS,
    *reopening.CHECKS,
    *merging.CHECKS,
    *clients.CHECKS,
    *outside.CHECKS,
)


def broken(evidence: Evidence) -> Iterator[str]:
    """Everything that does not hold."""
    for check in CHECKS:
        for found in check(evidence):
            yield f"{check.__name__}: {found}"

"""Whatever is killed under load, nothing is lost, doubled or mixed up."""

from tests.chaos.evidence import Evidence
from tests.chaos.run import summary

ANSWERS = ("invoicing.reopening-granted.v1", "invoicing.reopening-refused.v1")


def test_nothing_is_broken(found: tuple[Evidence, list[str]]) -> None:
    evidence, broken = found
    print(summary(evidence))
    assert broken == []


def test_the_run_was_worth_its_name(found: tuple[Evidence, list[str]]) -> None:
    """There was load, people changed their minds, much was killed, and clients and consumers felt it."""
    evidence, _ = found
    killed = [harm for harm in evidence.harm if harm.what in ("killed", "terminated", "frozen")]
    assert len(killed) >= 15
    assert {"postgres", "kafka"} <= {harm.process for harm in killed}
    assert len(evidence.invoices) >= 9
    assert sum(1 for _ in evidence.history.ok("record")) >= 300
    answers = {event.type for event in evidence.events_of(*ANSWERS)}
    assert answers == set(ANSWERS)
    assert any(evidence.history.ok("merge"))
    assert any(evidence.history.ok("unmerge"))
    assert any(operation.attempts > 1 for operation in evidence.history.operations)

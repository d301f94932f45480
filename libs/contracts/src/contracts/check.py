"""`python -m contracts.check`: refuse a change that an old reader or an old message would not survive."""

import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from contracts.asyncapi import document
from contracts.compatibility import breaks
from contracts.event import Event
from contracts.stored import examples, schema_of, stored_schemas
from contracts.topics import all_events
from contracts.write import ASYNCAPI, written


def complaints() -> Iterator[str]:
    """Say everything that is wrong with the contracts as they stand."""
    stored, facts = stored_schemas(), {fact.type: fact for fact in all_events()}
    for kind in sorted(stored.keys() - facts.keys()):
        yield f"{kind}: was published and is gone"
    for kind, fact in facts.items():
        if kind not in stored:
            yield f"{kind}: has no stored schema; run `python -m contracts.write`"
        else:
            yield from _schema_complaints(fact, stored[kind])
        yield from _example_complaints(fact)
    if Path(ASYNCAPI).read_text() != written(document()):
        yield f"{ASYNCAPI}: is not what the facts say; run `python -m contracts.write`"


def _schema_complaints(fact: type[Event], stored: dict[str, object]) -> Iterator[str]:
    found = [f"{fact.type}{line}" for line in breaks(stored, schema_of(fact))]
    yield from found
    if not found and stored != schema_of(fact):
        yield f"{fact.type}: has grown; run `python -m contracts.write`"


def _example_complaints(fact: type[Event]) -> Iterator[str]:
    messages = list(examples(fact))
    if not messages:
        yield f"{fact.type}: has no example"
    for message in messages:
        try:
            fact.model_validate_json(message)
        except ValidationError as error:
            yield f"{fact.type}: today's class does not read an example: {error}"


def main() -> int:
    """Print the complaints; 0 when there are none."""
    found = list(complaints())
    print("\n".join(found) if found else "contracts: compatible")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m contracts.check`: refuse a change that an old consumer or an old message would not survive."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from contracts.asyncapi import document
from contracts.compatibility import incompatibilities
from contracts.event import Event
from contracts.stored import examples, schema_of, stored_schemas
from contracts.topics import all_events
from contracts.write import ASYNCAPI, to_json


def problems() -> Iterator[str]:
    """Find everything that is wrong with the contracts as they stand, one line each."""
    yield from schema_problems(list(all_events()), stored_schemas())
    for event in all_events():
        yield from example_problems(event, list(examples(event)))
    published = Path(ASYNCAPI)
    if not published.exists() or published.read_text() != to_json(document()):
        yield f"{ASYNCAPI}: differs from the classes; run `python -m contracts.write`"


def schema_problems(events: list[type[Event]], stored: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Compare the classes with the stored schemas."""
    for gone in sorted(stored.keys() - {event.type for event in events}):
        yield f"{gone}: was published and is gone"
    for event in events:
        if event.type not in stored:
            yield f"{event.type}: has no stored schema; run `python -m contracts.write`"
            continue
        old, new = stored[event.type], schema_of(event)
        broken = [f"{event.type}{line}" for line in incompatibilities(old, new)]
        yield from broken
        if not broken and old != new:
            yield f"{event.type}: has grown; run `python -m contracts.write`"


def example_problems(event: type[Event], messages: list[bytes]) -> Iterator[str]:
    """Read the example messages with the class of today."""
    if not messages:
        yield f"{event.type}: has no example"
    for message in messages:
        try:
            event.model_validate_json(message)
        except ValidationError as error:
            yield f"{event.type}: today's class cannot read an example: {error}"


def main() -> int:
    """Print the problems; the exit status is 0 when there are none."""
    found = list(problems())
    print("\n".join(found) if found else "contracts: compatible")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

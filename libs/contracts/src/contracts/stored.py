"""The stored schemas and examples: what producers and consumers have agreed on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from contracts.event import Event

E = TypeVar("E", bound=Event)
SCHEMAS = Path(__file__).parent / "schemas"
EXAMPLES = Path(__file__).parent / "examples"


def schema_of(event: type[Event]) -> dict[str, Any]:
    """Make the JSON Schema (2020-12) of an event from its class."""
    schema = event.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": event.type, **schema}


def stored_schemas() -> dict[str, dict[str, Any]]:
    """Read the schemas that were published, by type."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(SCHEMAS.glob("*.json"))}


def examples(event: type[Event]) -> Iterator[bytes]:
    """Read the example messages of an event, as they are on the wire: `<type>.json`, `<type>.also-….json`."""
    for path in sorted(EXAMPLES.glob(f"{event.type}*.json")):
        yield path.read_bytes()


def example(event: type[E]) -> E:
    """Read the first example of an event."""
    return event.model_validate_json(next(examples(event)))

"""The stored schemas and examples: what readers and producers have agreed on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from contracts.event import Event

F = TypeVar("F", bound=Event)
HERE = Path(__file__).parent
SCHEMAS = HERE / "schemas"
EXAMPLES = HERE / "examples"


def schema_of(fact: type[Event]) -> dict[str, Any]:
    """Make the JSON Schema (2020-12) of a fact as the class now says it."""
    schema = fact.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": fact.type, **schema}


def stored_schemas() -> dict[str, dict[str, Any]]:
    """Read the schemas that were published, by type."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(SCHEMAS.glob("*.json"))}


def examples(fact: type[Event]) -> Iterator[bytes]:
    """Give the example messages of a fact, as they are on the wire; `type.json`, `type.also-….json`."""
    for path in sorted(EXAMPLES.glob(f"{fact.type}*.json")):
        yield path.read_bytes()


def example(fact: type[F]) -> F:
    """Read the first example of a fact."""
    return fact.model_validate_json(next(examples(fact)))

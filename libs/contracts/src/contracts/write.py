"""`python -m contracts.write`: store schemas and the AsyncAPI document as the classes now define them."""

import json
import sys
from pathlib import Path
from typing import Any

from contracts.asyncapi import document
from contracts.compatibility import incompatibilities
from contracts.stored import SCHEMAS, schema_of, stored_schemas
from contracts.topics import all_events

ASYNCAPI = "docs/api/asyncapi.json"


def to_json(value: Any) -> str:
    """Format JSON as it is stored."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Store everything, unless something published would break; then print what and return 1."""
    stored, schemas = stored_schemas(), {event.type: schema_of(event) for event in all_events()}
    broken = [
        f"{name}{line}"
        for name, schema in schemas.items()
        if name in stored
        for line in incompatibilities(stored[name], schema)
    ]
    if broken:
        print("\n".join(["A published event may not change so; make a new version:", *broken]))
        return 1
    for name, schema in schemas.items():
        (SCHEMAS / f"{name}.json").write_text(to_json(schema))
    Path(ASYNCAPI).parent.mkdir(parents=True, exist_ok=True)
    Path(ASYNCAPI).write_text(to_json(document()))
    return 0


if __name__ == "__main__":
    sys.exit(main())

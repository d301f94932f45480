"""`python -m contracts.write`: store schemas and the AsyncAPI document as the classes now say them."""

import json
import sys
from pathlib import Path
from typing import Any

from contracts.asyncapi import document
from contracts.compatibility import breaks
from contracts.stored import SCHEMAS, schema_of, stored_schemas
from contracts.topics import all_events

ASYNCAPI = "docs/api/asyncapi.json"


def written(value: Any) -> str:
    """Write JSON as it is stored."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Store everything, unless something published would break."""
    old = stored_schemas()
    broken = [
        f"{fact.type}{line}"
        for fact in all_events()
        if fact.type in old
        for line in breaks(old[fact.type], schema_of(fact))
    ]
    if broken:
        print("\n".join(["A published fact may not change so; make a new version:", *broken]))
        return 1
    for fact in all_events():
        (SCHEMAS / f"{fact.type}.json").write_text(written(schema_of(fact)))
    Path(ASYNCAPI).parent.mkdir(parents=True, exist_ok=True)
    Path(ASYNCAPI).write_text(written(document()))
    return 0


if __name__ == "__main__":
    sys.exit(main())

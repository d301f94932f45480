"""`python -m testkit.api_documents check | write [service …]`: the OpenAPI documents in `docs/api`.

`check` compares them with what the services serve; it needs no database. `write` runs each service's story of calls
(`tests/api_examples.py`) against the served service, stores what was sent and got in the package (`api_examples.json`), and
writes the documents with these examples.
"""

import asyncio
import importlib
import json
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from database import connect
from service_runtime import Service
from testkit.api_examples import Replay, examples
from testkit.operations import Operations
from testkit.serving import Served, serve
from testkit.tokens import SelfSignedVerifier

SERVICES = ("timer", "rates", "invoicing", "notifier", "qbo-sync", "identity")
_NOWHERE = "postgresql://nobody@localhost/none"
_ROOT = Path(__file__).resolve().parents[4]
_DOCUMENTS = _ROOT / "docs" / "api"


def story_of(service: str) -> ModuleType:
    """The module that tells the story of a service's API.

    It has `SETTINGS`, which `testkit.serve` takes, and `async def story(served) -> dict[str, str]`, which calls every
    operation once and returns what else is other in each run, with what is shown instead. `BEYOND_SCHEMAS` may list parts of
    the reasons for which valid requests are refused, where no JSON schema can say the rule.
    """
    if str(_ROOT) not in sys.path:
        sys.path.insert(0, str(_ROOT))
    return importlib.import_module(f"services.{service}.tests.api_examples")


def served(service: str) -> AbstractAsyncContextManager[Served]:
    """The service of a story; a story that needs other servers brings `serve_story`."""
    story, package = story_of(service), service.replace("-", "_")
    if hasattr(story, "serve_story"):
        special: AbstractAsyncContextManager[Served] = story.serve_story()
        return special
    make = importlib.import_module(f"{package}.main").service
    settings = importlib.import_module(f"{package}.settings").Settings
    return serve(make, settings, **story.SETTINGS)


def described(service: str) -> Service:
    """The service without a database, to read its document."""
    package = service.replace("-", "_")
    settings = importlib.import_module(f"{package}.settings").Settings
    make = importlib.import_module(f"{package}.main").service
    made: Service = make(settings(database_url=_NOWHERE, **story_of(service).SETTINGS))
    return made


def document(service: str) -> dict[str, Any]:
    """The document that a service serves, under the path that the gateway gives it."""
    app = described(service).app(connect(_NOWHERE), SelfSignedVerifier())
    return {**app.openapi(), "servers": [{"url": f"/{service}"}]}


async def told(story: ModuleType, service: Served) -> dict[str, Any]:
    """Run a story; returns its examples."""
    began = datetime.now(UTC)
    service.exchanges = []
    shown = await story.story(service)
    exchanges, service.exchanges = service.exchanges, None
    return examples(exchanges, Operations(service.app.openapi()), Replay(began, shown))


async def fresh_examples(service: str) -> dict[str, Any]:
    """The examples of a run of the story, now."""
    async with served(service) as running:
        return await told(story_of(service), running)


def _text(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


async def write(services: Sequence[str]) -> int:
    """Write the examples and the documents."""
    for service in services:
        described(service).examples_file.write_text(_text(await fresh_examples(service)))
        (_DOCUMENTS / f"{service}.json").write_text(_text(document(service)))
    return 0


def check(services: Sequence[str]) -> int:
    """Name each document that is not what its service serves."""
    stale = [
        service
        for service in services
        if (_DOCUMENTS / f"{service}.json").read_text() != _text(document(service))
    ]
    for service in stale:
        print(f"docs/api/{service}.json is not what {service} serves: run 'make documents'")
    return 1 if stale else 0


def told_services() -> list[str]:
    """The services that have a story."""
    return [
        name
        for name in SERVICES
        if (_ROOT / "services" / name / "tests" / "api_examples.py").exists()
    ]


def main(argv: Sequence[str]) -> int:
    """Run a command; returns the exit status."""
    command, services = argv[0], argv[1:] or told_services()
    return asyncio.run(write(services)) if command == "write" else check(services)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["check"]))

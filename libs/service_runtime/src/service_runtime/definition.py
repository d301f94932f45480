"""What a service is made of, apart from the role in which it runs."""

import json
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse

from database import Database
from messaging import Handlers, Observation, PayloadTooLargeError, Subscription
from tasks import TaskKind
from web import ProblemTable, Verifier, create_app
from web.problems import TOO_LARGE_TO_TELL


@dataclass(frozen=True)
class Service:
    """A service: its endpoints, the handlers of its events, its tasks and its migrations.

    `observations`: what its worker looks at without consuming it.
    `measure`: refreshes gauges of the service's own from its database; its worker does so every minute.
    `problems`: which problem a domain error or the violation of a database constraint is to a caller.
    `tags`: what the tags of operations stand for, in the order in which documentation shows them.
    `state`: objects that endpoints find in `request.app.state`, by name.
    `retry_seconds`: the longest that an endpoint waits for what it misses (`web.retried`), however long it would itself.
    `authentication`: the service's own way to know callers, made from that of the issuer's tokens.
    """

    name: str
    description: str
    migrations: Path
    routers: Sequence[APIRouter] = ()
    handlers: Handlers = field(default_factory=dict)
    observations: Sequence[Observation] = ()
    tasks: Mapping[str, TaskKind] = field(default_factory=dict)
    measure: Callable[[Database], Awaitable[None]] | None = None
    problems: ProblemTable = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    retry_seconds: float = math.inf
    authentication: Callable[[Verifier], Verifier] = lambda issuer: issuer

    def subscriptions(self) -> list[Subscription]:
        """The consumer groups: one of the service's own name, if it consumes anything."""
        return [Subscription(group=self.name, handlers=self.handlers)] if self.handlers else []

    @property
    def examples_file(self) -> Path:
        """Where the examples of the API's document are stored: in the package, beside the migrations."""
        return self.migrations.parent / "api_examples.json"

    def examples(self) -> dict[str, Any]:
        """What callers once sent and got, by `operationId`; nothing when there are none."""
        if not self.examples_file.exists():
            return {}
        found: dict[str, Any] = json.loads(self.examples_file.read_text())
        return found

    def app(self, database: Database, verifier: Verifier) -> FastAPI:
        """Make the API."""
        app = create_app(
            name=self.name,
            description=self.description,
            routers=self.routers,
            database=database,
            verifier=self.authentication(verifier),
            problems=self.problems,
            tags=self.tags,
            examples=self.examples(),
            retry_seconds=self.retry_seconds,
        )
        app.add_exception_handler(PayloadTooLargeError, _too_large)
        for name, value in self.state.items():
            setattr(app.state, name, value)
        return app


async def _too_large(request: Request, error: Exception) -> JSONResponse:
    return replace(TOO_LARGE_TO_TELL, detail=str(error)).response()

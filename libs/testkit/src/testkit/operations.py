"""The operations of an API as its OpenAPI document has them, found by what was sent."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
from fastapi import FastAPI

_known: dict[tuple[str, ...], "Operations"] = {}
PROBLEM_MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Operation:
    """One operation: its method, its path with names in braces, and what the document says of it."""

    method: str
    path: str
    description: Mapping[str, Any]
    shared: Mapping[str, Any]
    """Responses that several operations have, by name."""

    @property
    def id(self) -> str:
        """The `operationId`."""
        return str(self.description.get("operationId"))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What its addresses look like."""
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path))

    def problem_with(self, response: httpx.Response) -> str | None:
        """What is not documented of a response; None when all is."""
        responses = self.description["responses"]
        documented = responses.get(str(response.status_code))
        if documented is not None and "$ref" in documented:
            documented = self.shared[documented["$ref"].rpartition("/")[2]]
        name = f"{self.id} answered {response.status_code}"
        if documented is None:
            return f"{name}, which is not documented: {response.text[:300]}"
        if response.headers.get("content-type") == PROBLEM_MEDIA_TYPE:
            kind = response.json()["type"]
            schema = documented["content"][PROBLEM_MEDIA_TYPE]["schema"]
            if kind not in schema["allOf"][1]["properties"]["type"]["enum"]:
                return f"{name} {kind}, which is not documented (web.refuses)"
        return None


class Operations:
    """All operations of a document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self._all = sorted(operations(document), key=lambda one: one.path.count("{"))

    def find(self, request: httpx.Request) -> Operation | None:
        """The operation that a request asks for."""
        for operation in self._all:
            if operation.method == request.method and operation.pattern.fullmatch(request.url.path):
                return operation
        return None

    def check(self, response: httpx.Response) -> None:
        """Raise `AssertionError` when the document does not mention the response."""
        operation = self.find(response.request)
        complaint = operation.problem_with(response) if operation else None
        assert complaint is None, complaint


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """Each operation in the order of the document."""
    shared = document.get("components", {}).get("responses", {})
    for path, item in document["paths"].items():
        for method, description in item.items():
            yield Operation(method.upper(), path, description, shared)


def operations_of(service: str, app: FastAPI) -> Operations:
    """The operations of an application. They are made once per service, because that takes a while."""
    key = (service, *sorted({route.path for route in app.routes if hasattr(route, "path")}))
    if key not in _known:
        _known[key] = Operations(app.openapi())
    return _known[key]

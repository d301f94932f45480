"""The OpenAPI document as callers meet it: every problem an operation may answer, its headers, and true examples.

What a service writes beside its code becomes the text of the document: docstrings of endpoints, fields and routers.
The name of an endpoint's function is its `operationId`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from domain_errors import ForbiddenError, NotFoundError, StaleVersionError
from web.bounds import state_bounds
from web.documented_problems import PROBLEM_SCHEMA, responses
from web.problems import (
    CONFLICT,
    IF_MATCH_MISSING,
    INTERNAL,
    INVALID_INPUT,
    ISSUER_UNAVAILABLE,
    KEY_MISSING,
    KEY_REUSED,
    KINDS,
    NOT_AUTHENTICATED,
    TOO_LARGE,
    TOO_LARGE_TO_TELL,
    UNAVAILABLE,
    UNREADABLE,
    Problem,
    ProblemTable,
    problem_for,
    refused_by,
)
from web.route_checks import RouteChecks
from web.routing import TransactionalRoute

Examples = Mapping[str, Mapping[str, Any]]
"""By `operationId` what a caller once sent and got: `parameters`, `request`, `response`."""

_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_UUID = {"type": "string", "format": "uuid"}


def operation_id(route: APIRoute) -> str:
    """The name of the endpoint's function."""
    return route.name


def openapi(
    app: FastAPI,
    routers: Sequence[APIRouter],
    problems: ProblemTable,
    examples: Examples,
) -> dict[str, Any]:
    """Make the document of an application of these routers, once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            servers=app.servers or None,
            tags=app.openapi_tags,
        )
        components = document.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        shared = components.setdefault("responses", {})
        schemas["Problem"] = dict(PROBLEM_SCHEMA)
        for route, method in _operations(routers):
            operation = document["paths"][route.path_format][method.lower()]
            _describe(operation, route, method)
            own = [problem_for(cause, problems) for cause in refused_by(route.endpoint)]
            operation["responses"].pop("422", None)
            operation["responses"] |= responses([*_usual(route, method), *own], shared)
        schemas.pop("HTTPValidationError", None)
        schemas.pop("ValidationError", None)
        state_bounds(document)
        illustrate(document, examples)
        app.openapi_schema = document
    return app.openapi_schema


def _operations(routers: Sequence[APIRouter]) -> Iterator[tuple[APIRoute, str]]:
    for route in (route for router in routers for route in router.routes):
        if isinstance(route, APIRoute) and route.include_in_schema:
            yield from ((route, method) for method in sorted(route.methods or ()))


def _describe(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    operation["summary"] = route.summary or route.name.replace("_", " ").capitalize()
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        _never_null(parameter["schema"])
        if parameter["in"] == "path" and "description" not in parameter:
            noun = parameter["name"].removesuffix("_id").replace("_", " ")
            parameter["description"] = f"Id of the {noun}."
    checks = RouteChecks.of(route.dependant, route.endpoint)
    for parameter in (one for one in parameters if one["name"] == "if-match"):
        parameter["required"] = checks.version_required
    if method in _WRITES and isinstance(route, TransactionalRoute) and route.stores_responses:
        parameters.append(_idempotency_key(required=checks.once))
    if not parameters:
        del operation["parameters"]


def _never_null(schema: dict[str, Any]) -> None:
    """What is left out of an address or a header is absent; there is no null to send."""
    choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        schema |= {**choices[0], **schema}


def _usual(route: APIRoute, method: str) -> Iterator[Problem]:
    """What an operation may answer because of how it is made, whatever it is for."""
    yield from (INVALID_INPUT, INTERNAL, UNAVAILABLE)
    if not isinstance(route, TransactionalRoute):
        return
    checks = RouteChecks.of(route.dependant, route.endpoint)
    yield from (NOT_AUTHENTICATED, ISSUER_UNAVAILABLE)
    if checks.roles:
        yield KINDS[ForbiddenError]
    if "{" in route.path_format:
        yield KINDS[NotFoundError]
    if method in _WRITES:
        yield from (UNREADABLE, CONFLICT, TOO_LARGE, TOO_LARGE_TO_TELL)
        if route.stores_responses:
            yield KEY_REUSED
    if checks.once:
        yield KEY_MISSING
    if checks.if_match:
        yield KINDS[StaleVersionError]
    if checks.version_required:
        yield IF_MATCH_MISSING


def illustrate(document: Mapping[str, Any], examples: Examples) -> None:
    """Put the examples into a document."""
    for path in document["paths"].values():
        for operation in path.values():
            _illustrate(operation, examples.get(operation["operationId"], {}))


def _illustrate(operation: dict[str, Any], example: Mapping[str, Any]) -> None:
    """Put in what a caller once sent and got."""
    values: Mapping[str, Any] = example.get("parameters", {})
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in values:
            parameter["example"] = values[parameter["name"]]
    if "request" in example:
        _show(operation.get("requestBody", {}), example["request"])
    if "response" in example:
        response = example["response"]
        _show(operation["responses"].get(str(response["status"]), {}), response)


def _show(where: dict[str, Any], sent: Mapping[str, Any]) -> None:
    content = where.get("content", {}).get(sent.get("content_type"))
    if content is not None and "body" in sent:
        content["examples"] = {"example": {"value": sent["body"]}}


def _idempotency_key(*, required: bool) -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": required,
        "description": "Names the request: sent again with the same key and content, it has its effect once"
        " and gets the first response. Kept for seven days.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
        "example": "5f2b2a2e-7f3b-4a53-9d7c-0c4b3f1f6a10",
    }

"""The OpenAPI document as callers meet it: problem documents for every refusal, and the headers that requests may carry."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from web.problems import TYPE
from web.route_checks import RouteChecks
from web.routing import TransactionalRoute

_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})

PROBLEM_SCHEMA: Mapping[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": "Why a request was refused (RFC 9457).",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {
            "type": "string",
            "description": "A stable name of the problem, for programs.",
            "examples": [f"{TYPE}invalid-input"],
        },
        "title": {"type": "string", "description": "The same in words."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What it is in this case, and a way out."},
        "errors": {
            "type": "array",
            "description": "The fields that are wrong, each with its reason.",
            "items": {
                "type": "object",
                "required": ["field", "reason"],
                "properties": {
                    "field": {"type": "string", "description": "The field as a dotted path."},
                    "reason": {"type": "string"},
                },
            },
        },
    },
}

_REASONS = {
    400: "The request cannot be read, or lacks an `Idempotency-Key` that it needs",
    401: "No valid bearer token",
    403: "The caller's roles do not allow this",
    404: "There is no such thing in the caller's account",
    409: "It contradicts what is stored, or comes at the wrong time",
    412: "Somebody changed the object since the caller read it",
    413: "The body is larger than this endpoint reads",
    422: "Fields or parameters are not valid, or the `Idempotency-Key` was used for another request",
    428: "The change needs an `If-Match` header",
    500: "An error of ours; it is logged",
    503: "Try again after `Retry-After` seconds",
}


def openapi(app: FastAPI, routers: Sequence[APIRouter]) -> dict[str, Any]:
    """Make the document of an application of these routers, once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            servers=app.servers or None,
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = dict(PROBLEM_SCHEMA)
        for route, method in _operations(routers):
            _describe(document["paths"][route.path_format][method.lower()], route, method)
        schemas.pop("HTTPValidationError", None)
        schemas.pop("ValidationError", None)
        app.openapi_schema = document
    return app.openapi_schema


def _operations(routers: Sequence[APIRouter]) -> Iterator[tuple[TransactionalRoute, str]]:
    for route in (route for router in routers for route in router.routes):
        if isinstance(route, TransactionalRoute) and route.include_in_schema:
            yield from ((route, method) for method in sorted(route.methods or ()))


def _describe(operation: dict[str, Any], route: TransactionalRoute, method: str) -> None:
    for status in _statuses(route, method):
        operation["responses"][str(status)] = _problem(status)
    if method in _WRITES:
        required = RouteChecks.of(route.dependant, route.endpoint).once
        operation.setdefault("parameters", []).append(_idempotency_key(required=required))


def _statuses(route: TransactionalRoute, method: str) -> Iterator[int]:
    checks = RouteChecks.of(route.dependant, route.endpoint)
    yield from (401, 422, 500, 503)
    if checks.roles:
        yield 403
    if "{" in route.path_format:
        yield 404
    if method in _WRITES:
        yield from (400, 409, 413)
    if checks.if_match:
        yield from (412, 428) if checks.version_required else (412,)


def _problem(status: int) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": _REASONS[status],
        "content": {"application/problem+json": {"schema": reference}},
    }


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

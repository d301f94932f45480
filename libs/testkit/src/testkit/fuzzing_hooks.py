"""What schemathesis must know of our APIs; it imports this by itself (`SCHEMATHESIS_HOOKS`)."""

import json
import os
from typing import Any
from uuid import uuid4

import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, CheckContext, HookContext, Response

_KEY = "Idempotency-Key"
_BEYOND_SCHEMAS = ("holds the control character", *json.loads(os.environ["BEYOND_SCHEMAS"]))
_ZONES = ["Europe/Copenhagen", "America/New_York", "Asia/Kolkata", "UTC"]

schemathesis.openapi.format("iana-time-zone", st.sampled_from(_ZONES))
schemathesis.openapi.format("email", st.from_regex(r"[a-z]{1,20}@[a-z]{1,20}\.dk", fullmatch=True))


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    """A key names one request: each valid request gets one of its own."""
    if _KEY in (case.headers or {}) and case.meta and case.meta.generation.mode.is_positive:
        case.headers[_KEY] = str(uuid4())


@schemathesis.check
def valid_is_accepted(context: CheckContext, response: Response, case: Case[Any]) -> None:
    """Refuse a request that fits its schema only for what no schema can say."""
    if not case.meta or not case.meta.generation.mode.is_positive or response.status_code != 422:
        return
    problem = response.json()
    refused = [f"{e['field']}: {e['reason']}" for e in problem.get("errors", ())]
    if problem["type"].endswith(":invalid-input") and not any(map(_beyond_schemas, refused)):
        raise AssertionError(f"valid by its schema, refused: {'; '.join(refused) or problem}")


def _beyond_schemas(reason: str) -> bool:
    return any(words in reason for words in _BEYOND_SCHEMAS)

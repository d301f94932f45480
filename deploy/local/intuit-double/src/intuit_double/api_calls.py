"""One call of the app: its request, its response, and the log of both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from intuit_double import injected_faults
from intuit_double.decimals import dumps, loads
from intuit_double.errors import FaultError
from intuit_double.sandbox import Sandbox
from intuit_double.store import Doc

LOGGED_CALLS = 20_000


@dataclass(frozen=True)
class ApiRequest:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def name(self) -> str:
        """What injected faults are matched with."""
        return f"{self.method} {self.path}"


@dataclass
class ApiResponse:
    """`log_fields` are added to the log entry of the call."""

    status: int
    body: str
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    log_fields: dict[str, Any] = field(default_factory=dict)

    def as_xml(self) -> "ApiResponse":
        """What an app gets that forgets `Accept: application/json`."""
        if self.content_type != "application/json":
            return self
        text = f"<IntuitResponse>{_xml_element(loads(self.body))}</IntuitResponse>"
        return ApiResponse(self.status, text, "application/xml", self.headers)


Operation = Callable[[Sandbox, ApiRequest, list[Doc]], ApiResponse]
"""Executes a request under the faults that were injected into it."""


def execute(
    sandbox: Sandbox, request: ApiRequest, operation: Operation
) -> tuple[ApiResponse, list[Doc]]:
    """Execute and log a request in one transaction. Returns the response and the faults injected into it."""
    with sandbox.store.transaction():
        faults = injected_faults.take(sandbox, request.name, injected_faults.CALL_KINDS)
        response = _response(sandbox, request, operation, faults)
        number = sandbox.store.number("requests")
        response.headers["intuit_tid"] = f"1-double-{number:08x}"
        _log(sandbox, request, response, faults, number)
    return response, faults


def _response(
    sandbox: Sandbox, request: ApiRequest, operation: Operation, faults: list[Doc]
) -> ApiResponse:
    for fault in faults:
        if error := injected_faults.error_of(fault):
            return fault_response(sandbox, error)
    if any(injected_faults.find(faults, kind, "before") for kind in ("drop", "answer")):
        return ApiResponse(0, "")
    try:
        with sandbox.store.savepoint():
            return operation(sandbox, request, faults)
    except FaultError as error:
        return fault_response(sandbox, error)


def fault_response(sandbox: Sandbox, error: FaultError) -> ApiResponse:
    content_type, text = error.body(sandbox.now())
    return ApiResponse(error.status, text, content_type, log_fields={"fault": error.code})


def json_response(value: object, status: int = 200, **log_fields: object) -> ApiResponse:
    return ApiResponse(status, dumps(value), log_fields=log_fields)


def _log(
    sandbox: Sandbox, request: ApiRequest, response: ApiResponse, faults: list[Doc], number: int
) -> None:
    entry = {
        "number": number,
        "time": sandbox.now().isoformat(),
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "traceparent": request.headers.get("traceparent"),
        "body": _logged_body(request),
        "status": response.status,
        "injected": [fault["kind"] for fault in faults],
        **response.log_fields,
    }
    sandbox.store.put("requests", f"{number:09}", entry)
    if number > LOGGED_CALLS:
        sandbox.store.delete("requests", f"{number - LOGGED_CALLS:09}")


def _logged_body(request: ApiRequest) -> Any:
    """The body as JSON or text; those of the token endpoints hold secrets and are left out."""
    if "/oauth2/" in request.path:
        return None
    try:
        return loads(request.body) if request.body else None
    except ValueError:
        return request.body.decode(errors="replace")


def _xml_element(value: object) -> str:
    if isinstance(value, dict):
        return "".join(f"<{name}>{_xml_element(part)}</{name}>" for name, part in value.items())
    if isinstance(value, list):
        return "".join(_xml_element(part) for part in value)
    return escape(str(value))

"""Intuit's faults, in their four shapes, and what each means for the caller.

Only a fault with a code of Intuit's own says that nothing was executed. Any other answer may come from something on the
way, after Intuit has executed the call.
"""

import re
from dataclasses import dataclass
from typing import Any

from qbo_sync.domain import loads

_XML_CODE = re.compile(r'<Error\s[^<>]{0,200}?code="([0-9]{1,10})"')
_XML_MESSAGE = re.compile(r"<Message>([^<]{0,1000})</Message>")
_CODE_IN_MESSAGE = re.compile(r"errorCode=([0-9]{1,10})")

DUPLICATE_NAME, DUPLICATE_NUMBER, NOT_FOUND = "6240", "6140", "610"
BAD_REFERENCE = "2500"


class IntuitError(Exception):
    """A call that did not give what was asked for; `tid` is what Intuit's support asks for."""

    def __init__(self, message: str, *, tid: str = "") -> None:
        super().__init__(message)
        self.tid = tid


class RefusedError(IntuitError):
    """Nothing was executed, and nothing will be without a change."""

    def __init__(self, fault: "Fault", *, tid: str = "") -> None:
        super().__init__(fault.sentence, tid=tid)
        self.code = fault.code


class UnavailableError(IntuitError):
    """Whether it was executed is not known: no answer, a broken one, or Intuit's own failure."""


class ThrottledError(IntuitError):
    """Too many calls; nothing was executed. Intuit asks to wait 60 s."""


class UnauthenticatedError(IntuitError):
    """The access token is not valid. `proven`: Intuit says so itself, and has executed nothing."""

    def __init__(self, message: str, *, tid: str = "", proven: bool = True) -> None:
        super().__init__(message, tid=tid)
        self.proven = proven


class ForbiddenError(IntuitError):
    """The token has no right to this company (any more)."""


@dataclass(frozen=True)
class Fault:
    """What Intuit answers instead of an entity; without a code it may be somebody else's answer."""

    code: str
    message: str
    detail: str = ""
    element: str = ""
    type: str = ""

    @property
    def sentence(self) -> str:
        """For people: what QuickBooks said, with the code."""
        if not self.code:
            return f"QuickBooks did not answer as it should: {self.message}"
        said = self.detail if self.detail and self.detail != self.message else self.message
        where = f" ({self.element})" if self.element else ""
        return f"QuickBooks refused: {said}{where} [{self.code}]"


def fault_in(status: int, body: bytes) -> Fault | None:
    """The first fault of an answer, whatever its shape; none in an answer without."""
    try:
        document = loads(body)
    except ValueError:
        return _xml_fault(body) or _bare(status)
    if not isinstance(document, dict):
        return _bare(status)
    fault = document.get("Fault") or document.get("fault")
    if not isinstance(fault, dict):
        return _bare(status)
    errors = fault.get("Error") or fault.get("error") or []
    first = errors[0] if isinstance(errors, list) and errors else errors
    if not isinstance(first, dict):
        return _bare(status) or Fault("", "a fault without an error")
    return _json_fault(first, str(fault.get("type") or ""))


def error_for(status: int, fault: Fault, tid: str) -> IntuitError:
    """What the fault means for the caller."""
    if not fault.code:
        return _error_without_code(status, fault, tid)
    if status == 429 or fault.code == "3001":
        return ThrottledError(fault.sentence, tid=tid)
    if status == 401 or fault.code == "3200":
        return UnauthenticatedError(fault.sentence, tid=tid)
    if status == 403 or fault.code in {"3100", "120"}:
        return ForbiddenError(fault.sentence, tid=tid)
    # 600: the same request is being executed at this moment, so its outcome is still open
    if status >= 500 or fault.code in {"10000", "600"} or fault.type == "SystemFault":
        return UnavailableError(fault.sentence, tid=tid)
    return RefusedError(fault, tid=tid)


def _error_without_code(status: int, fault: Fault, tid: str) -> IntuitError:
    match status:
        case 429:
            return ThrottledError(fault.sentence, tid=tid)
        case 401:
            return UnauthenticatedError(fault.sentence, tid=tid, proven=False)
        case _:
            return UnavailableError(fault.sentence, tid=tid)


def _json_fault(error: dict[str, Any], kind: str) -> Fault:
    by_name = {name.lower(): value for name, value in error.items() if value is not None}
    message = str(by_name.get("message", ""))
    code = str(by_name.get("code", ""))
    if not code and (found := _CODE_IN_MESSAGE.search(message)):
        code = found.group(1)
    code = code.lstrip("0") if code.isascii() and code.isdecimal() else ""
    detail, element = str(by_name.get("detail", "")), str(by_name.get("element", ""))
    return Fault(code, message, detail, element, kind)


def _xml_fault(body: bytes) -> Fault | None:
    text = body.decode(errors="replace")
    code, message = _XML_CODE.search(text), _XML_MESSAGE.search(text)
    if code is None:
        return None
    return Fault(code.group(1).lstrip("0"), message.group(1).strip() if message else "")


def _bare(status: int) -> Fault | None:
    return Fault("", f"HTTP {status}") if status >= 300 else None

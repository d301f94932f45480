"""The errors of QuickBooks: codes, HTTP statuses and the three shapes of their bodies."""

from datetime import datetime
from xml.sax.saxutils import escape

from intuit_double.decimals import dumps


class FaultError(Exception):
    """A request is refused with a Fault. `shape` is `v3`, `xml` (the gateway's) or `lower` (403, all keys lower-case)."""

    def __init__(
        self, code: str, message: str, detail: str = "", element: str = "", *, status: int = 400
    ) -> None:
        super().__init__(f"{code} {message}: {detail}")
        self.code, self.message, self.detail = code, message, detail or message
        self.element, self.status = element, status
        self.type, self.shape = "ValidationFault", "v3"

    def body(self, at: datetime) -> tuple[str, str]:
        """Content type and text."""
        if self.shape == "xml":
            return "text/xml", (
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                f'<IntuitResponse time="{at.isoformat()}"><Fault type="{self.type}">'
                f'<Error code="{self.code}"><Message>{escape(self.message)}</Message></Error>'
                "</Fault></IntuitResponse>"
            )
        if self.shape == "lower":
            error = {"message": self.message, "detail": None, "code": self.code, "element": None}
            fault = {"error": [error], "type": "SERVICE"}
            whole = {"warnings": None, "fault": fault, "queryResponse": None}
            return "application/json", dumps({**whole, "time": int(at.timestamp() * 1000)})
        error = {"Message": self.message, "Detail": self.detail, "code": self.code}
        if self.element:
            error["element"] = self.element
        fault = {"Error": [error], "type": self.type}
        return "application/json", dumps({"Fault": fault, "time": at.isoformat()})


def missing(element: str) -> FaultError:
    detail = f"Required parameter {element} is missing in the request"
    return FaultError("2020", "Required param missing, need to supply it", detail, element)


def unknown_property(element: str) -> FaultError:
    detail = f"Property Name:{element} specified is unsupported or invalid"
    return FaultError("2010", "Request has invalid or unsupported property", detail, element)


def too_long(element: str, limit: int) -> FaultError:
    detail = f"String length specified does not match the supported length. Max allowed: {limit}"
    return FaultError("2050", "String length is either shorter or longer", detail, element)


def bad_value(element: str, detail: str) -> FaultError:
    return FaultError("2030", "Invalid value", detail, element)


def invalid_reference(element: str, value: str) -> FaultError:
    detail = f"Invalid Reference Id : {element} element id {value} not found"
    return FaultError("2500", "Invalid Reference Id", detail, element)


def not_found(name: str) -> FaultError:
    detail = f"Object Not Found : Something you're trying to use has been made inactive. {name}"
    return FaultError("610", "Object Not Found", detail)


def stale() -> FaultError:
    detail = "Stale Object Error : You and root were working on this at the same time."
    return FaultError("5010", "Stale Object Error", detail)


def duplicate_name(holder: str) -> FaultError:
    detail = f"The name supplied already exists. : Another {holder} is already using this name."
    return FaultError("6240", "Duplicate Name Exists Error", detail)


def duplicate_number(number: str, entity: str, holder: str) -> FaultError:
    detail = (
        "Duplicate Document Number Error : You must specify a different number. This number has "
        f"already been used. DocNumber={number} is assigned to TxnType={entity} with TxnId={holder}"
    )
    return FaultError("6140", "Duplicate Document Number Error", detail)


def amount_differs(supplied: object) -> FaultError:
    detail = f"Amount is not equal to UnitPrice * Qty. Supplied value:{supplied}"
    return FaultError("6070", "Amount calculation incorrect in the request.", detail)


def business(detail: str) -> FaultError:
    message = "A business validation error has occurred while processing your request"
    return FaultError("6000", message, f"Business Validation Error: {detail}")


def query_error(detail: str) -> FaultError:
    return FaultError("4000", "Error parsing query", f"QueryParserError: {detail}")


def unauthenticated() -> FaultError:
    message = "message=AuthenticationFailed; errorCode=003200; statusCode=401"
    error = FaultError("3200", message, status=401)
    error.type, error.shape = "AUTHENTICATION", "xml"
    return error


def wrong_company() -> FaultError:
    message = "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403"
    error = FaultError("3100", message, status=403)
    error.shape = "lower"
    return error


def throttled() -> FaultError:
    message = "message=ThrottleExceeded; errorCode=003001; statusCode=429"
    error = FaultError("3001", message, status=429)
    error.type = "THROTTLE"
    return error


def system_failure(status: int) -> FaultError:
    error = FaultError("10000", "An application error has occurred", status=status)
    error.type = "SystemFault"
    return error


def cannot_give(entity: str) -> FaultError:
    return FaultError("4002", "Error processing query", f"{entity} cannot be given")


def chosen(code: str, status: int) -> FaultError:
    """A refusal with a code that a test chose."""
    return FaultError(code, "Injected Fault", f"Injected Fault {code}", status=status)


def in_progress() -> FaultError:
    return FaultError("600", "Duplicate Request ID", "The first request is still running")

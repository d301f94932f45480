"""Which problem each error of qbo-sync is to a caller."""

from qbo_sync.domain.connection import (
    AnotherBrowserError,
    AnotherCompanyError,
    AuthorizationDeniedError,
    CodeNotValidError,
    CompanyRefusedError,
    CompanyTakenError,
    QuickBooksUnavailableError,
    RealmNotValidError,
    ReplyIncompleteError,
    StateNotValidError,
)
from web import Problem, ProblemTable

NOT_CONFIGURED = Problem(
    503, "quickbooks-not-configured", "The operator has set no keys for Intuit"
)
SIGNATURE_NOT_VALID = Problem(401, "signature-not-valid", "The signature does not fit the body")
TOO_LARGE = Problem(413, "too-large", "A webhook has at most 4 MiB")

PROBLEMS: ProblemTable = {
    StateNotValidError: Problem(
        409, "state-not-valid", "This link was used or is too old; connect again"
    ),
    AnotherBrowserError: Problem(
        403, "another-browser", "This was not begun here; connect again from the same browser"
    ),
    ReplyIncompleteError: Problem(
        400, "reply-incomplete", "QuickBooks sent no code; go back to it and try again"
    ),
    RealmNotValidError: Problem(
        400, "realm-not-valid", "That is not the number of a QuickBooks company"
    ),
    AuthorizationDeniedError: Problem(400, "connection-denied", "QuickBooks was not connected"),
    CompanyRefusedError: Problem(
        403, "company-not-granted", "QuickBooks does not let us into that company"
    ),
    CodeNotValidError: Problem(
        409, "code-not-valid", "QuickBooks does not accept the code; connect again"
    ),
    AnotherCompanyError: Problem(
        409, "another-company-connected", "Disconnect the connected QuickBooks company first"
    ),
    CompanyTakenError: Problem(
        409, "company-connected-elsewhere", "Another account has this QuickBooks company"
    ),
    QuickBooksUnavailableError: Problem(
        502, "quickbooks-unavailable", "QuickBooks does not answer"
    ),
}

"""Which problem each error of qbo-sync is to a caller."""

from qbo_sync.domain.connection import (
    AnotherCompanyError,
    CodeNotValidError,
    CompanyTakenError,
    QuickBooksUnavailableError,
)
from web import Problem, ProblemTable

PROBLEMS: ProblemTable = {
    CodeNotValidError: Problem(
        400, "code-not-valid", "QuickBooks does not accept the code; connect again"
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

"""The HTTP conventions, the same in each service."""

from web.app import create_app
from web.beginning import begins_with_lock
from web.callers import (
    AnyCaller,
    AnyIssuerVerifier,
    Caller,
    OidcVerifier,
    Verifier,
    allow,
    unauthenticated,
)
from web.etags import IfMatch, RequiredIfMatch, etag
from web.merge_patch import PatchOf, merge_patch, patched
from web.paging import Page, PageRequest, Paging
from web.preparation import ReadBody, prepared, prepared_by
from web.problems import (
    INTERNAL,
    Constraint,
    Problem,
    ProblemError,
    ProblemTable,
    problem_of,
    refuses,
)
from web.request_body import max_body
from web.retries import retried
from web.route_checks import requires_idempotency_key
from web.routing import Session, router
from web.schemas import (
    Amount,
    CurrencyCode,
    Day,
    FilterModel,
    Instant,
    Money,
    Name,
    RequestModel,
    ResponseModel,
    WholeNumber,
    trusted,
)

__all__ = [
    "INTERNAL",
    "Amount",
    "AnyCaller",
    "AnyIssuerVerifier",
    "Caller",
    "Constraint",
    "CurrencyCode",
    "Day",
    "FilterModel",
    "IfMatch",
    "Instant",
    "Money",
    "Name",
    "OidcVerifier",
    "Page",
    "PageRequest",
    "Paging",
    "PatchOf",
    "Problem",
    "ProblemError",
    "ProblemTable",
    "ReadBody",
    "RequestModel",
    "RequiredIfMatch",
    "ResponseModel",
    "Session",
    "Verifier",
    "WholeNumber",
    "allow",
    "begins_with_lock",
    "create_app",
    "etag",
    "max_body",
    "merge_patch",
    "patched",
    "prepared",
    "prepared_by",
    "problem_of",
    "refuses",
    "requires_idempotency_key",
    "retried",
    "router",
    "trusted",
    "unauthenticated",
]

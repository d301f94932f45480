"""The HTTP conventions, the same in each service."""

from domain_errors import check_version
from web.app import create_app
from web.callers import AnyCaller, Caller, OidcVerifier, Verifier, allow, forbidden
from web.etags import IfMatch, RequiredIfMatch, etag
from web.paging import Page, PageRequest, Paging
from web.problems import Constraint, Problem, ProblemError, ProblemTable, invalid, not_found
from web.request_body import max_body
from web.route_checks import requires_idempotency_key
from web.routing import Session, router
from web.schemas import Amount, CurrencyCode, Day, Money, Name, RequestModel, ResponseModel

__all__ = [
    "Amount",
    "AnyCaller",
    "Caller",
    "Constraint",
    "CurrencyCode",
    "Day",
    "IfMatch",
    "Money",
    "Name",
    "OidcVerifier",
    "Page",
    "PageRequest",
    "Paging",
    "Problem",
    "ProblemError",
    "ProblemTable",
    "RequestModel",
    "RequiredIfMatch",
    "ResponseModel",
    "Session",
    "Verifier",
    "allow",
    "check_version",
    "create_app",
    "etag",
    "forbidden",
    "invalid",
    "max_body",
    "not_found",
    "requires_idempotency_key",
    "router",
]

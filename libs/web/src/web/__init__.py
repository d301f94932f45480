"""The HTTP conventions, the same in each service."""

from web.app import create_app
from web.bodies import Amount, CurrencyCode, Money, Name, RequestModel, ResponseModel
from web.callers import AnyCaller, Caller, OidcVerifier, Verifier, allow, forbidden
from web.paging import Page, PageRequest, Paging
from web.problems import Field, ProblemError, invalid, not_found
from web.receiving import max_body
from web.routing import Session, router
from web.versions import IfMatch, check_version, etag

__all__ = [
    "Amount",
    "AnyCaller",
    "Caller",
    "CurrencyCode",
    "Field",
    "IfMatch",
    "Money",
    "Name",
    "OidcVerifier",
    "Page",
    "PageRequest",
    "Paging",
    "ProblemError",
    "RequestModel",
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
    "router",
]

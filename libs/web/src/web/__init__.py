"""The HTTP conventions, the same in each service."""

from web.app import create_app
from web.bodies import Amount, Answer, Body, CurrencyCode, Money, Name
from web.callers import AnyCaller, Caller, OidcVerifier, Verifier, allow, forbidden
from web.paging import Page, PageRequest, Paging
from web.problems import Field, Problem, invalid, not_found
from web.receiving import takes
from web.routing import Session, router
from web.versions import IfMatch, check_version, etag

__all__ = [
    "Amount",
    "Answer",
    "AnyCaller",
    "Body",
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
    "Problem",
    "Session",
    "Verifier",
    "allow",
    "check_version",
    "create_app",
    "etag",
    "forbidden",
    "invalid",
    "not_found",
    "router",
    "takes",
]

"""Who comes with a customer's link in place of a token: they may see the page of one invoice, and nothing else."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

import web
from domain_errors import ForbiddenError
from invoicing.domain.customer_links import PREFIX, CustomerLink, CustomerLinks

CUSTOMER = "invoice-customer"
"""A role that no issuer's token can hold."""


@dataclass(frozen=True, kw_only=True)
class Customer(web.Caller):
    """Somebody with a link to an invoice."""

    link: CustomerLink


@dataclass(frozen=True)
class CustomerVerifier:
    """Knows customers by their links, and leaves all other tokens to `others`."""

    links: CustomerLinks
    others: web.Verifier

    async def caller(self, token: str) -> web.Caller:
        """Return the customer or another caller, or raise a 401 `ProblemError`."""
        if not token.startswith(PREFIX):
            return await self.others.caller(token)
        link = self.links.read(token)
        if link is None:
            raise web.unauthenticated("the link is not complete")
        return Customer(
            subject=f"customer/{link.invoice_id}",
            account_id=link.account_id,
            roles=frozenset({CUSTOMER}),
            link=link,
        )


def link_of(request: Request) -> CustomerLink:
    """The link that the caller came with. Raises `ForbiddenError`."""
    caller = request.state.caller
    if not isinstance(caller, Customer):
        raise ForbiddenError("this is for customers, with the link of an invoice")
    return caller.link


async def _link(request: Request) -> CustomerLink:
    return link_of(request)


Link = Annotated[CustomerLink, Depends(_link)]

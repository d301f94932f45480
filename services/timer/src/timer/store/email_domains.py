"""Which organization has which domain of e-mail addresses; a domain has one organization."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from database import Session, Statement

_SAVE = Statement("""
WITH wanted AS (
    SELECT * FROM unnest(CAST(:organizations AS uuid[]), CAST(:domains AS text[])) AS w (organization_id, domain)
), gone AS (
    DELETE FROM organization_domains d WHERE d.organization_id = ANY(CAST(:changed AS uuid[]))
        AND NOT EXISTS (SELECT FROM wanted w WHERE w.organization_id = d.organization_id AND w.domain = d.domain)
)
INSERT INTO organization_domains (organization_id, domain)
SELECT organization_id, domain FROM wanted w WHERE NOT EXISTS (
    SELECT FROM organization_domains d WHERE d.organization_id = w.organization_id AND d.domain = w.domain)
""")
_FIND = Statement("SELECT organization_id FROM organization_domains WHERE domain = :domain")


async def save(session: Session, domains: Mapping[UUID, Sequence[str]]) -> None:
    """Replace the domains of organizations. The constraint `email_domain_taken` refuses those of others."""
    pairs = [(owner, domain) for owner, some in domains.items() for domain in some]
    await _SAVE.all(
        session,
        {
            "changed": list(domains),
            "organizations": [owner for owner, _ in pairs],
            "domains": [domain for _, domain in pairs],
        },
    )


async def owner(session: Session, domain: str) -> UUID | None:
    """The organization with this domain, as it is on the wire."""
    found: UUID | None = await _FIND.scalar(session, {"domain": domain})
    return found

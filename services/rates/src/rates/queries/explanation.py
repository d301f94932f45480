"""Why an entry costs what it costs, and what one would cost."""

from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.matching import Match, Work, match_candidates
from rates.prices import Explanation, explain, explain_billed
from rates.store import entries, prices, rates


async def explain_price(session: Session, entry_id: UUID) -> Explanation:
    """Explain an entry's price by the rules as they are, or were when it was billed. Raises `NotFoundError`."""
    entry = await entries.find(session, entry_id)
    if entry is None:
        raise NotFoundError("time entry")
    history = await prices.history(session, entry_id)
    price = next((one for one in history if one.price_version == entry.price_version), None)
    as_of = price.rules_as_of if entry.billed_at and price else None
    rules = await rates.covering(session, entry.work.scope, as_of)
    if price is None or not entry.pinned:
        return explain(entry, rules, price, history)
    billed_by = price.rule_id and await rates.find(session, price.rule_id, price.rules_as_of)
    return explain_billed(entry, rules, price, billed_by or None, history)


async def match_price(session: Session, work: Work) -> Match:
    """What an hour of some work would cost by the rules as they are."""
    return match_candidates(await rates.covering(session, work.scope, None), work)

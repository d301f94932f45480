"""Why an entry costs what it costs, and what one would cost."""

from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.matching import Match, Work, match_candidates
from rates.prices import Explanation, TimeEntry, explain, explain_billed
from rates.rules import Rule
from rates.store import entries, prices, rates


async def explain_price(session: Session, entry_id: UUID) -> Explanation:
    """Explain an entry's price by the rules as they are, or were when it was billed. Raises `NotFoundError`."""
    entry = await entries.find(session, entry_id)
    if entry is None:
        raise NotFoundError("time entry")
    history = await prices.history(session, entry_id)
    if entry.billed_at is None:
        rules = await rates.covering(session, entry.work.scope, None)
        return explain(entry, rules, history)
    price = next((one for one in history if one.price_version == entry.price_version), None)
    as_of = price.rules_as_of if price else entry.billed_at
    rules = await rates.covering(session, entry.work.scope, as_of)
    return explain_billed(entry, rules, await _rule(session, entry, as_of), history)


async def match_price(session: Session, work: Work) -> Match:
    """What an hour of some work would cost by the rules as they are."""
    return match_candidates(await rates.covering(session, work.scope, None), work)


async def _rule(session: Session, entry: TimeEntry, as_of: datetime) -> Rule | None:
    if entry.rule_id is None:
        return None
    found = await rates.find(session, entry.rule_id, as_of)
    return found or await rates.find_last(session, entry.rule_id)

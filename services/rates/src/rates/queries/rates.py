"""Rules, rates or costs, as they are, or as they were known at another time."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.domain.rule_table import lines
from rates.domain.rules import SCOPE_FIELDS, Rule, RuleKind
from rates.store import customers, rates, references
from rates.store.rates import RateFilter

__all__ = ["RateFilter", "get_rule", "list_rules", "rule_table"]


async def get_rule(
    session: Session, rule_id: UUID, known_at: datetime | None, kind: RuleKind = "rate"
) -> Rule:
    """Read a rule. Raises `NotFoundError`."""
    rule = await rates.find(session, rule_id, known_at, kind)
    if rule is None:
        raise NotFoundError(kind)
    return rule


async def list_rules(
    session: Session,
    filter_: RateFilter,
    *,
    after: UUID | None,
    limit: int,
    kind: RuleKind = "rate",
) -> Sequence[Rule]:
    """List rules in the order in which they were first created; of a customer also those of whom was merged into it."""
    customer = await customers.find(session, filter_.scope.organization_id)
    return await rates.list_rules(session, filter_, customer, after, limit, kind)


async def rule_table(
    session: Session, filter_: RateFilter, kind: RuleKind = "rate"
) -> Iterator[str]:
    """Lines of CSV with all rules, and the names of what they name."""
    rules = await rates.list_rules(session, filter_, None, None, None, kind)
    ids = {id_ for rule in rules for id_ in rule.scope.named.values()}
    named = await references.names(session, SCOPE_FIELDS, ids) if ids else {}
    return lines(rules, {id_: name for id_, name in named.items() if isinstance(id_, UUID)})

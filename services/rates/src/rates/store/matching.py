"""SQL of what the rules give to a set of entries. `rates.domain.matching` has the same for one entry in plain Python."""

from rates.domain.rules import RuleKind
from rates.store.currencies import OF_ACCOUNT, currency_of
from rates.store.customers import ANY_MERGED, names, staying
from rates.store.overrides import SET_BY_HAND

COST = "cost_rule_id", "cost_amount", "cost_currency"
"""Columns of what an entry costs."""

TABLES: dict[RuleKind, str] = {"rate": "rates", "cost": "costs"}
# Whether there is any cost is asked once a statement: most accounts have none, and then their entries are not matched.
_WANTED: dict[RuleKind, str] = {
    "rate": "entry.billable AND entry.organization_id IS NOT NULL AND entry.override_version IS NULL",
    "cost": "entry.live AND (SELECT EXISTS (SELECT FROM costs WHERE superseded_at IS NULL))",
}


def covers(organization: str, rules: str = "rates") -> str:
    """SQL of whether a rule covers `entry` on its day; `organization`: how it names the customer, if it does."""
    return f"""
        ({rules}.project_id IS NULL OR {rules}.project_id = entry.project_id)
        AND ({rules}.organization_id IS NULL OR {rules}.organization_id {organization})
        AND ({rules}.agent_id IS NULL OR {rules}.agent_id = entry.agent_id)
        AND ({rules}.team_id IS NULL OR {rules}.team_id = entry.team_id)
        AND ({rules}.service_type_id IS NULL OR {rules}.service_type_id = entry.service_type_id)
        AND {rules}.valid_from <= entry.work_date
        AND ({rules}.valid_to IS NULL OR entry.work_date <= {rules}.valid_to)
    """


def rule_of_one(kind: RuleKind) -> str:
    """SQL of the rule that wins an `entry` whose customer was not merged: no two weigh the same."""
    rules = TABLES[kind]
    return _winner(kind, covers("= entry.organization_id", rules), f"{rules}.weight DESC")


def rule_of_merged(kind: RuleKind) -> str:
    """SQL of the rule that wins an `entry` of `customer`, who is several by its names."""
    rules = TABLES[kind]
    return _winner(
        kind,
        covers("= ANY(customer.names)", rules),
        f"{rules}.weight DESC, {rules}.organization_id IS NOT DISTINCT FROM customer.id DESC, {rules}.rule_id DESC",
    )


def _winner(kind: RuleKind, covering: str, precedence: str) -> str:
    rules = TABLES[kind]
    return f"""
        SELECT {rules}.rule_id, {rules}.amount, {rules}.currency FROM {rules}
        WHERE {_WANTED[kind]} AND {rules}.superseded_at IS NULL AND {covering}
        ORDER BY {precedence} LIMIT 1
    """


_GIVEN_PRICE = """
    rule.rule_id, coalesce(entry.set_amount, rule.amount) AS amount, coalesce(entry.set_currency, rule.currency) AS currency
"""


# Memberships are read once for each agent and currencies once for each customer, not for each entry. `customer` has those
# that were merged, or merged into: mostly nobody, and one look at an index tells.
def matched(entries: str) -> str:
    """SQL of tables of a WITH: these `entries`, and in the last of them, `outcome`, what the rules give to each."""
    return f"""
given AS MATERIALIZED ({entries}), membership AS MATERIALIZED (
    SELECT known.* FROM (SELECT DISTINCT agent_id FROM given) AS agent
    CROSS JOIN LATERAL (
        SELECT agent_id, team_id, daterange(first_day, last_day, '[]') AS days FROM team_memberships
        WHERE agent_id = agent.agent_id OFFSET 0
    ) AS known
), invoiced AS MATERIALIZED (
    SELECT organization_id, {currency_of("named.organization_id")} AS currency
    FROM (SELECT DISTINCT organization_id FROM given WHERE organization_id IS NOT NULL) AS named
), by_hand AS MATERIALIZED ({SET_BY_HAND}), entry AS MATERIALIZED (
    SELECT given.*, membership.team_id, by_hand.override_version, by_hand.set_amount, by_hand.set_currency,
        coalesce(invoiced.currency, {OF_ACCOUNT}) AS customer_currency
    FROM given
    LEFT JOIN membership ON membership.agent_id = given.agent_id AND membership.days @> given.work_date
    LEFT JOIN invoiced ON invoiced.organization_id = given.organization_id
    LEFT JOIN by_hand ON by_hand.entry_id = given.entry_id
), customer AS MATERIALIZED (
    SELECT named.organization_id, stays.id, {names("stays.id")} AS names
    FROM (SELECT DISTINCT organization_id FROM given WHERE organization_id IS NOT NULL) AS named
    CROSS JOIN LATERAL (SELECT {staying("named.organization_id")} AS id) AS stays
    WHERE {ANY_MERGED} AND (stays.id <> named.organization_id OR EXISTS (
        SELECT FROM organizations merged WHERE merged.merged_into = named.organization_id))
), matched AS (
    SELECT entry.*, {_GIVEN_PRICE}, cost.* FROM entry
    LEFT JOIN LATERAL ({rule_of_one("rate")}) AS rule ON true
    LEFT JOIN LATERAL ({rule_of_one("cost")}) AS cost ({", ".join(COST)}) ON true
    WHERE NOT EXISTS (SELECT FROM customer WHERE customer.organization_id = entry.organization_id)
    UNION ALL
    SELECT entry.*, {_GIVEN_PRICE}, cost.* FROM customer JOIN entry USING (organization_id)
    LEFT JOIN LATERAL ({rule_of_merged("rate")}) AS rule ON true
    LEFT JOIN LATERAL ({rule_of_merged("cost")}) AS cost ({", ".join(COST)}) ON true
), outcome AS (
    SELECT *,
        CASE WHEN NOT live THEN NULL
             WHEN NOT billable THEN 'not-billable'
             WHEN organization_id IS NULL THEN 'no-organization'
             WHEN amount IS NULL THEN 'no-rate' END AS unpriced_reason
    FROM matched
)"""

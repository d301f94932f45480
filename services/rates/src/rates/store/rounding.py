"""Rounding of the entries that a set prices, in SQL: a part of the statement in `prices.py`.

`rates.domain.rounding` has it in plain Python, for one entry or group.

Entries of a day on one work item are rounded together where their customer's policy says so. Then the statement also
takes up the others of each group that an entry of the set is in, or was in before, and prices those anew that come out
differently. For this nobody else may price time of the account meanwhile (`share_pricing`).
"""

from collections.abc import Sequence

from rates.store.customers import names, staying

ROUNDS_GROUPS = """EXISTS (SELECT FROM rounding_policies
        WHERE superseded_at IS NULL AND scope = 'day-work-item')"""
"""Whether the account has a policy that rounds entries together."""

ROUNDS = f"""(EXISTS (SELECT FROM rounding_policies WHERE superseded_at IS NULL))::int + ({ROUNDS_GROUPS})::int"""
"""0: the account has no policy, as most, and its time is priced without a thought of rounding; 1: it rounds each entry by
itself; 2: it rounds entries together."""


def _policy(work: str) -> str:
    """The policy of `work`, which has `customer_id`, `names` (all its ids) and `work_date`, as SQL of a lateral subquery.

    Its own goes before one of those that were merged into it, and that before the account's.
    """
    policy = "policy_id, organization_id, mode, step_seconds, scope, minimum_seconds"
    valid = f"""superseded_at IS NULL AND valid_from <= {work}.work_date
                AND (valid_to IS NULL OR {work}.work_date <= valid_to)"""
    return f"""(
            SELECT * FROM (
                SELECT {policy} FROM rounding_policies WHERE organization_id = ANY({work}.names) AND {valid}
                UNION ALL
                SELECT {policy} FROM rounding_policies WHERE organization_id IS NULL AND {valid}
            ) AS own
            ORDER BY organization_id IS NULL, organization_id = {work}.customer_id DESC, policy_id DESC LIMIT 1
        ) AS policy"""


def _rounded(seconds: str) -> str:
    return f"""CASE mode WHEN 'up' THEN ({seconds} + step_seconds - 1) / step_seconds * step_seconds
            WHEN 'nearest' THEN ({seconds} + step_seconds / 2) / step_seconds * step_seconds
            WHEN 'down' THEN {seconds} / step_seconds * step_seconds ELSE {seconds} END"""


_COUNTED = "greatest(seconds, minimum_seconds)"


def unrounded(columns: Sequence[str], touched: str) -> str:
    """A common table expression that makes `rounded` of `outcome` where no policy holds."""
    return f"""
rounded AS (
    SELECT {", ".join(columns)}, rounding_policy_id, rounding_seconds
    FROM (SELECT outcome.*, NULL::uuid AS rounding_policy_id, 0 AS rounding_seconds FROM outcome) AS given
    WHERE {touched}
)"""


def rounded(columns: Sequence[str], touched: str) -> str:
    """Common table expressions that make `rounded`, with these `columns`, of what is `touched` of `outcome`.

    `alone`: each entry by itself. `known`: what is stored of them, which may be newer. `together`: groups with an entry of
    the set. `member`: what is in them; `charged`: on an invoice, so that it stays as it is.
    """
    stored = ", ".join(f"stored.{name}" for name in columns)
    return f"""
alone AS MATERIALIZED (
    SELECT outcome.*, whose.customer_id, policy.policy_id AS rounding_policy_id,
        coalesce(greatest({_rounded(_COUNTED)}, minimum_seconds) - seconds, 0) AS by_itself
    FROM outcome LEFT JOIN customer ON customer.organization_id = outcome.organization_id
    CROSS JOIN LATERAL (SELECT coalesce(customer.id, outcome.organization_id) AS customer_id,
        coalesce(customer.names, ARRAY[outcome.organization_id]) AS names, outcome.work_date) AS whose
    LEFT JOIN LATERAL {_policy("whose")} ON outcome.amount IS NOT NULL
), known AS MATERIALIZED (
    SELECT stored.* FROM alone
    CROSS JOIN LATERAL (SELECT * FROM time_entries WHERE entry_id = alone.entry_id LIMIT 1) AS stored
    WHERE (SELECT {ROUNDS_GROUPS})
), place AS MATERIALIZED (
    SELECT customer_id, work_date, work_item_id, {names("customer_id")} AS names
    FROM (
        SELECT customer_id, work_date, work_item_id FROM alone WHERE (SELECT {ROUNDS_GROUPS})
        UNION
        SELECT {staying("known.organization_id")}, work_date, work_item_id FROM known WHERE live
    ) AS touched
    WHERE customer_id IS NOT NULL AND work_item_id IS NOT NULL
), together AS MATERIALIZED (
    SELECT place.*, policy_id, mode, step_seconds, minimum_seconds
    FROM place CROSS JOIN LATERAL {_policy("place")} WHERE scope = 'day-work-item'
), member AS (
    SELECT together.*, stored.entry_id, stored.seconds, stored.rounding_seconds, stored.billed_at IS NOT NULL AS charged
    FROM together CROSS JOIN LATERAL (
        SELECT * FROM time_entries same
        WHERE live AND same.work_item_id = together.work_item_id AND same.work_date = together.work_date
    ) AS stored
    WHERE stored.organization_id = ANY(together.names) AND stored.amount IS NOT NULL AND NOT EXISTS (
        SELECT FROM alone WHERE alone.entry_id = stored.entry_id AND alone.version >= stored.version)
    UNION ALL
    SELECT together.*, alone.entry_id, alone.seconds, known.rounding_seconds, known.billed_at IS NOT NULL
    FROM alone
    JOIN together USING (customer_id, work_date, work_item_id)
    LEFT JOIN known ON known.entry_id = alone.entry_id
    WHERE (known.version IS NULL OR known.version <= alone.version)
        AND CASE WHEN known.billed_at IS NULL THEN alone.amount IS NOT NULL ELSE alone.live AND known.amount IS NOT NULL END
), counted AS (
    SELECT entry_id, policy_id, charged, seconds, minimum_seconds, {_COUNTED} AS counted,
        {_rounded(f"(sum({_COUNTED}) OVER all_of_it)")}
            - sum(CASE WHEN charged THEN seconds + rounding_seconds ELSE {_COUNTED} END) OVER all_of_it AS missing,
        coalesce(sum({_COUNTED} - minimum_seconds) FILTER (WHERE NOT charged) OVER those_behind, 0) AS behind,
        count(*) FILTER (WHERE NOT charged) OVER those_behind = 0 AS is_last
    FROM member WINDOW all_of_it AS (PARTITION BY customer_id, work_date, work_item_id), those_behind AS (
        PARTITION BY customer_id, work_date, work_item_id ORDER BY entry_id
        ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
), shared AS MATERIALIZED (
    SELECT entry_id, policy_id, counted - seconds + CASE WHEN missing < 0
        THEN - least(counted - minimum_seconds, greatest(- missing - behind, 0))
        WHEN is_last THEN missing ELSE 0 END AS rounding_seconds
    FROM counted WHERE NOT charged
), rounded AS (
    SELECT {", ".join(columns)}, rounding_policy_id, rounding_seconds FROM (
        SELECT alone.*, coalesce(shared.rounding_seconds, alone.by_itself) AS rounding_seconds
        FROM alone LEFT JOIN known USING (entry_id) LEFT JOIN shared USING (entry_id)
        WHERE known.version IS NULL OR known.version <= alone.version
    ) AS given WHERE {touched}
    UNION ALL
    SELECT {stored}, shared.policy_id, shared.rounding_seconds
    FROM shared CROSS JOIN LATERAL (SELECT * FROM time_entries WHERE entry_id = shared.entry_id LIMIT 1) AS stored
    WHERE (stored.rounding_policy_id, stored.rounding_seconds) IS DISTINCT FROM (shared.policy_id, shared.rounding_seconds)
        AND NOT EXISTS (SELECT FROM alone WHERE alone.entry_id = shared.entry_id AND alone.version >= stored.version)
)"""

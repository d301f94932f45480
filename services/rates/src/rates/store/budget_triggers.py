"""The trigger that notes whose budget a change of time concerns. An account without budgets pays two looks at an index."""

from database.kept_sums import NOTHING

CHECK = "check-budgets"
"""The kind of the tasks that look at what was touched."""
TOUCHED = f"""
    INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
    SELECT '{CHECK}', max(id)::text, '{{}}', '{{}}', now() FROM touched HAVING count(*) > 0"""
"""SQL behind `WITH touched AS (INSERT … RETURNING id)`. Each transaction has its own key: nobody waits for anybody."""
BUDGETED = "num_nonnulls(budget_seconds, budget_amount) > 0 AND NOT archived"
"""SQL of whether a project has a budget that counts."""


def _or_null(column: str) -> str:
    return f"nullif({column}, '{NOTHING}')"


# Transition tables have no statistics, so each change looks for its project's budget by itself.
TOUCH_BUDGETS = (
    f"""
CREATE FUNCTION valued_changes_touch_budgets() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_customers bool := EXISTS (SELECT FROM organization_budgets);
BEGIN
    IF of_customers OR EXISTS (SELECT FROM projects WHERE {BUDGETED}) THEN
        WITH touched AS (
            INSERT INTO budget_touches (project_id, organization_id, month)
            SELECT DISTINCT {_or_null("project_id")}, {_or_null("organization_id")},
                date_trunc('month', work_date::timestamp)::date
            FROM added WHERE of_customers OR EXISTS (
                SELECT FROM projects WHERE projects.project_id = added.project_id AND {BUDGETED} OFFSET 0)
            RETURNING id
        ){TOUCHED};
    END IF;
    RETURN NULL;
END $$
""".strip(),
    """
CREATE TRIGGER valued_changes_touch_budgets AFTER INSERT ON valued_changes REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION valued_changes_touch_budgets()
""".strip(),
    f"""
CREATE FUNCTION agreement_charges_touch_budgets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM organization_budgets) OR EXISTS (SELECT FROM projects WHERE {BUDGETED}) THEN
        WITH touched AS (
            INSERT INTO budget_touches (project_id, organization_id, month)
            SELECT DISTINCT project_id, organization_id, date_trunc('month', counts_on::timestamp)::date FROM added
            RETURNING id
        ){TOUCHED};
    END IF;
    RETURN NULL;
END $$
""".strip(),
    *(
        f"""
CREATE TRIGGER agreement_charges_touch_budgets_on_{event} AFTER {event.upper()} ON agreement_charges
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION agreement_charges_touch_budgets()
""".strip()
        for event in ("insert", "update")
    ),
)

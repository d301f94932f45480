"""What the database refuses of sums that its guards stand on: they change with what they are sums of alone."""


def kept_sums(table: str, *columns: str) -> str:
    """Only triggers change these columns: a statement of the service that names one is refused, whatever it writes there."""
    return f"""
CREATE TRIGGER {table}_sums_kept BEFORE UPDATE OF {", ".join(columns)} ON {table}
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION sums_kept()
"""


SUMS = (
    """
CREATE FUNCTION sums_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the sums of % change with what they sum alone', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sums_are_kept';
END $$
""",
    # By another key it would be an entry of which nothing is claimed.
    kept_sums("time_entries", "account_id", "entry_id", "claimed_seconds", "written_off_seconds"),
    kept_sums("balances", "credited", "credit_notes", "allocated", "differences"),
    kept_sums("payments", "allocated", "refunded"),
)
"""`claimed_once`, `allocated_within_balance`, `allocated_within_payment` and `credited_within_total` hold of them."""

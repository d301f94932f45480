"""What the database counts and refuses by itself."""

CLAIMS = (
    # Found by the array and hashed, whatever statistics say: the cost is that of the claims, not of the account's history.
    """
CREATE FUNCTION claims_counted() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    entries uuid[] := ARRAY(SELECT entry_id FROM changed);
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM invoices WHERE account_id = ANY(ARRAY(SELECT account_id FROM changed))
            AND id = ANY(ARRAY(SELECT invoice_id FROM changed))) THEN
        RAISE EXCEPTION 'the claims of an issued invoice are kept'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_claims_are_kept';
    ELSIF TG_OP = 'UPDATE' AND EXISTS (SELECT FROM changed WHERE released_by IS NOT NULL) THEN
        RAISE EXCEPTION 'time is released once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claims_released_once';
    END IF;
    UPDATE time_entries e
    SET claimed_seconds = e.claimed_seconds + CASE TG_OP WHEN 'INSERT' THEN c.seconds ELSE -c.seconds END
    FROM (SELECT account_id, entry_id, sum(upper(seconds) - lower(seconds)) AS seconds
          FROM changed GROUP BY account_id, entry_id) c
    WHERE e.account_id = c.account_id AND e.entry_id = c.entry_id AND e.entry_id = ANY(entries);
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER claims_made AFTER INSERT ON claims REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION claims_counted()
""",
    """
CREATE TRIGGER claims_dropped AFTER DELETE ON claims REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION claims_counted()
""",
    """
CREATE TRIGGER claims_released AFTER UPDATE ON claims REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION claims_counted()
""",
)
"""`time_entries.claimed_seconds` is the sum of an entry's live claims; those of an issued invoice cannot be dropped, only
released, once."""

_ADD_TO_TOTALS = """
        INSERT INTO time_totals AS known (account_id, organization_id, work_date, shard, approved, unpriced, claimed)
        SELECT account_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), work_date,
            pg_backend_pid() % 16, sum(sign * seconds) AS approved,
            sum(sign * CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END) AS unpriced,
            sum(sign * claimed_seconds) AS claimed
        FROM ({changed}) AS changed WHERE billable GROUP BY 1, 2, 3
        HAVING (sum(sign * seconds), sum(sign * CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END),
            sum(sign * claimed_seconds)) <> (0, 0, 0) ORDER BY 1, 2, 3
        ON CONFLICT (account_id, organization_id, work_date, shard) DO UPDATE SET
            approved = known.approved + excluded.approved, unpriced = known.unpriced + excluded.unpriced,
            claimed = known.claimed + excluded.claimed;
"""
_COLUMNS = "account_id, organization_id, work_date, seconds, claimed_seconds, priced, billable"
TOTALS = (
    f"""
CREATE FUNCTION time_totaled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        {_ADD_TO_TOTALS.format(changed=f"SELECT 1 AS sign, {_COLUMNS} FROM after").strip()}
    ELSE
        {
        _ADD_TO_TOTALS.format(
            changed=f"SELECT 1 AS sign, {_COLUMNS} FROM after UNION ALL SELECT -1, {_COLUMNS} FROM before"
        ).strip()
    }
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER time_added AFTER INSERT ON time_entries REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION time_totaled()
""",
    """
CREATE TRIGGER time_changed AFTER UPDATE ON time_entries REFERENCING NEW TABLE AS after OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION time_totaled()
""",
)
"""`time_totals` are the sums of billable entries by customer and day."""

ALLOCATIONS = (
    """
CREATE FUNCTION allocation_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    paid_in text;
    payer uuid;
BEGIN
    UPDATE payments SET allocated = allocated + NEW.amount
    WHERE account_id = NEW.account_id AND id = NEW.payment_id RETURNING currency, organization_id INTO paid_in, payer;
    UPDATE balances SET allocated = allocated + NEW.amount, version = NEW.version
    WHERE account_id = NEW.account_id AND invoice_id = NEW.invoice_id AND currency = paid_in;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the invoice has no balance in %', paid_in
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'allocated_in_one_currency';
    END IF;
    IF NOT EXISTS (SELECT FROM invoices WHERE account_id = NEW.account_id AND id = NEW.invoice_id
                   AND organization_id = payer) THEN
        RAISE EXCEPTION 'the invoice is of another customer than the payment'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'allocated_to_its_payer';
    END IF;
    RETURN NEW;
END $$
""",
    """
CREATE TRIGGER allocation_made BEFORE INSERT ON allocations
    FOR EACH ROW EXECUTE FUNCTION allocation_counted()
""",
)
"""`allocated` of payments and balances are sums for constraints to stand on: nobody allocates more than was paid or is
owed, whatever runs at the same time."""

DOCUMENTS = ("ALTER TABLE documents ALTER COLUMN content SET STORAGE EXTERNAL",)
"""PDFs are compressed already."""

"""What the database counts and refuses by itself."""

CLAIMS = (
    # Found by the array and hashed, whatever statistics say: the cost is that of the claims, not of the account's history.
    """
CREATE FUNCTION claims_counted() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    entries uuid[] := ARRAY(SELECT entry_id FROM changed);
    counted int;
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM invoices WHERE account_id = ANY(ARRAY(SELECT account_id FROM changed))
            AND id = ANY(ARRAY(SELECT invoice_id FROM changed))) OR TG_OP = 'DELETE'
            AND EXISTS (SELECT FROM changed WHERE written_off) THEN
        RAISE EXCEPTION 'the claims of an issued invoice, and of a write-off, are kept'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_claims_are_kept';
    END IF;
    UPDATE time_entries e
    SET claimed_seconds = e.claimed_seconds + CASE TG_OP WHEN 'INSERT' THEN c.seconds ELSE -c.seconds END,
        written_off_seconds = e.written_off_seconds + c.written_off,
        held_seconds = CASE WHEN e.segments @? '$[*].treatment'
            THEN open_held(e.account_id, e.entry_id, e.segments) ELSE 0 END
    FROM (SELECT account_id, entry_id, sum(upper(seconds) - lower(seconds)) AS seconds,
              coalesce(sum(upper(seconds) - lower(seconds)) FILTER (WHERE written_off), 0) AS written_off,
              bool_or(whole_entry) AS whole, count(*) AS count
          FROM changed GROUP BY account_id, entry_id) c
    WHERE e.account_id = c.account_id AND e.entry_id = c.entry_id AND e.entry_id = ANY(entries)
        AND (TG_OP <> 'INSERT' OR NOT c.whole OR e.seconds = c.seconds AND c.count = 1);
    GET DIAGNOSTICS counted = ROW_COUNT;
    IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM changed WHERE whole_entry)
            AND counted < (SELECT count(*) FROM (SELECT FROM changed GROUP BY account_id, entry_id) AS claimed) THEN
        RAISE EXCEPTION 'what is claimed as a whole is not the whole entry'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claimed_once';
    END IF;
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
CREATE FUNCTION claims_let_go() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    entries uuid[] := ARRAY(SELECT entry_id FROM changed);
BEGIN
    IF EXISTS (SELECT FROM changed WHERE released_by IS NOT NULL) THEN
        RAISE EXCEPTION 'time is released once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claims_released_once';
    END IF;
    UPDATE time_entries e
    SET claimed_seconds = e.claimed_seconds - c.seconds,
        written_off_seconds = e.written_off_seconds - CASE WHEN c.written_off THEN c.seconds ELSE 0 END,
        held_seconds = CASE WHEN e.segments @? '$[*].treatment'
            THEN open_held(e.account_id, e.entry_id, e.segments) ELSE 0 END
    FROM (SELECT account_id, entry_id, bool_or(written_off) AS written_off, sum(seconds) AS seconds FROM (
              SELECT account_id, entry_id, written_off, upper(seconds) - lower(seconds) AS seconds FROM changed
              UNION ALL
              SELECT account_id, entry_id, written_off, lower(seconds) - upper(seconds) FROM kept WHERE released_by IS NULL
          ) parts GROUP BY account_id, entry_id) c
    WHERE e.account_id = c.account_id AND e.entry_id = c.entry_id AND e.entry_id = ANY(entries);
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER claims_released AFTER UPDATE ON claims REFERENCING OLD TABLE AS changed NEW TABLE AS kept
    FOR EACH STATEMENT EXECUTE FUNCTION claims_let_go()
""",
    # Then a claim of the whole stays one: whatever else is claimed of the entry makes more than it has.
    """
CREATE FUNCTION claimed_time_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the hours of claimed time do not change'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claimed_time_is_kept';
END $$
""",
    """
CREATE TRIGGER claimed_time_kept BEFORE UPDATE OF seconds ON time_entries
    FOR EACH ROW WHEN (OLD.claimed_seconds > 0 AND NEW.seconds IS DISTINCT FROM OLD.seconds)
    EXECUTE FUNCTION claimed_time_kept()
""",
)
"""`time_entries.claimed_seconds` is the sum of an entry's live claims, `written_off_seconds` that of the written off among
them, `held_seconds` follows them; those of an issued invoice or a write-off cannot be dropped, only released, once. One
statement releases those of one invoice or of one write-off."""

HELD = (
    """
CREATE FUNCTION open_held(account uuid, entry uuid, segments jsonb) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(upper(open.seconds) - lower(open.seconds)), 0)::int FROM unnest(
        (SELECT coalesce(range_agg(int4range(s."start", s."end")), '{}')
            FROM jsonb_to_recordset(segments) AS s("start" int, "end" int, treatment text)
            WHERE s.treatment IN ('included', 'prepaid'))
        - (SELECT coalesce(range_agg(c.seconds), '{}') FROM claims c
            WHERE c.account_id = account AND c.entry_id = entry AND c.released_by IS NULL)) AS open(seconds)
$$
""",
)
"""How many seconds of an entry agreements cover that no live claim has."""

CHARGES = (
    """
CREATE FUNCTION charge_claims_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM invoices WHERE account_id = OLD.account_id AND id = OLD.invoice_id)
        AND (TG_OP = 'DELETE' OR OLD.released_by IS NOT NULL OR OLD.charge_version <> NEW.charge_version) THEN
        RAISE EXCEPTION 'what an issued invoice charges of an agreement is kept, and released once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_charges_are_kept';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$
""",
    """
CREATE TRIGGER charge_claims_kept BEFORE DELETE OR UPDATE ON charge_claims
    FOR EACH ROW EXECUTE FUNCTION charge_claims_kept()
""",
)
"""The claim on a charge by an issued invoice cannot be dropped, only released, once."""

_HELD = "CASE WHEN priced THEN held_seconds ELSE 0 END"
_UNPRICED = "CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END"
_ADD_TO_TOTALS = f"""
        INSERT INTO time_totals AS known (account_id, organization_id, work_date, shard, approved, unpriced, claimed,
            held, written_off)
        SELECT account_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), work_date,
            pg_backend_pid() % 16, sum(sign * seconds) AS approved, sum(sign * {_UNPRICED}) AS unpriced,
            sum(sign * claimed_seconds) AS claimed, sum(sign * {_HELD}) AS held,
            sum(sign * written_off_seconds) AS written_off
        FROM ({{changed}}) AS changed WHERE billable GROUP BY 1, 2, 3
        HAVING (sum(sign * seconds), sum(sign * {_UNPRICED}), sum(sign * claimed_seconds), sum(sign * {_HELD}),
            sum(sign * written_off_seconds)) <> (0, 0, 0, 0, 0)
        ORDER BY 1, 2, 3
        ON CONFLICT (account_id, organization_id, work_date, shard) DO UPDATE SET
            approved = known.approved + excluded.approved, unpriced = known.unpriced + excluded.unpriced,
            claimed = known.claimed + excluded.claimed, held = known.held + excluded.held,
            written_off = known.written_off + excluded.written_off;
"""
_COLUMNS = """account_id, organization_id, work_date, seconds, claimed_seconds, held_seconds, written_off_seconds,
            priced, billable"""
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
CREATE FUNCTION staying_customer(account uuid, customer uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT merged_into FROM organizations WHERE account_id = account AND organization_id = customer), customer)
$$
""",
    """
CREATE FUNCTION allocation_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    paid_in text;
    payer uuid;
    settled_by text;
    undone uuid;
    buyer uuid;
BEGIN
    UPDATE payments SET allocated = allocated + NEW.amount
    WHERE account_id = NEW.account_id AND id = NEW.payment_id RETURNING currency, organization_id, kind, reverses
    INTO paid_in, payer, settled_by, undone;
    UPDATE balances SET allocated = allocated + NEW.amount, version = NEW.version,
        differences = differences + CASE WHEN settled_by = 'difference' THEN NEW.amount ELSE 0 END,
        credit_applied = credit_applied + CASE WHEN settled_by = 'credit' THEN NEW.amount ELSE 0 END
    WHERE account_id = NEW.account_id AND invoice_id = NEW.invoice_id AND currency = paid_in;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the invoice has no balance in %', paid_in
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'allocated_in_one_currency';
    END IF;
    SELECT organization_id FROM invoices WHERE account_id = NEW.account_id AND id = NEW.invoice_id INTO buyer;
    NEW.of_duplicate := buyer <> payer;
    IF NEW.of_duplicate AND staying_customer(NEW.account_id, buyer) <> staying_customer(NEW.account_id, payer)
        AND NOT (NEW.amount < 0 AND EXISTS (SELECT FROM allocations a WHERE a.account_id = NEW.account_id
            AND a.payment_id IN (NEW.payment_id, undone) AND a.invoice_id = NEW.invoice_id AND a.amount > 0)) THEN
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

LINES = (
    """
CREATE FUNCTION lines_of_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    FOR parent IN SELECT DISTINCT account_id, draft_id FROM made LOOP
        PERFORM FROM drafts WHERE account_id = parent.account_id AND id = parent.draft_id FOR KEY SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'there is no draft %', parent.draft_id
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'lines_of_a_draft';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER lines_of_a_draft AFTER INSERT ON draft_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION lines_of_a_draft()
""",
    """
CREATE FUNCTION lines_go_with_their_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    FOR parent IN SELECT account_id, id FROM gone LOOP
        DELETE FROM draft_lines WHERE account_id = parent.account_id AND draft_id = parent.id;
    END LOOP;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER lines_go_with_their_draft AFTER DELETE ON drafts REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION lines_go_with_their_draft()
""",
    # Asked by arrays, which the index of discounts answers: joined, each line that goes reads all lines of its draft.
    """
CREATE FUNCTION discounts_go_with_their_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM draft_lines WHERE account_id = ANY(ARRAY(SELECT DISTINCT account_id FROM gone))
            AND draft_id = ANY(ARRAY(SELECT DISTINCT draft_id FROM gone))
            AND of_line_id = ANY(ARRAY(SELECT line_id FROM gone))) THEN
        DELETE FROM draft_lines d USING gone WHERE d.account_id = gone.account_id AND d.draft_id = gone.draft_id
            AND d.of_line_id = gone.line_id;
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER discounts_go_with_their_line AFTER DELETE ON draft_lines REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION discounts_go_with_their_line()
""",
)
"""Foreign keys, checked once a statement: PostgreSQL's own ask anew for each of an invoice's hundreds of lines. Lines
cannot be given to another draft: there are no grants for it. Those of what is issued: `issued_triggers.ISSUED`."""


def _discounts_within_lines(table: str, document: str) -> tuple[str, str]:
    """A discount takes of its line what that charges at most, and is taxed as it is."""
    name = f"discounts_within_{table}"
    return (
        f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM made WHERE of_line_id IS NOT NULL) AND EXISTS (
        SELECT FROM made d
        CROSS JOIN LATERAL (SELECT amount, tax_category, tax_rate, tax_code FROM {table} l WHERE l.account_id = d.account_id
            AND l.{document} = d.{document} AND l.line_id = d.of_line_id LIMIT 1) AS line
        WHERE d.of_line_id IS NOT NULL AND (d.amount NOT BETWEEN -line.amount AND 0
            OR (d.tax_category, d.tax_rate, d.tax_code)
                IS DISTINCT FROM (line.tax_category, line.tax_rate, line.tax_code))
    ) THEN
        RAISE EXCEPTION 'a discount is more than its line, or taxed otherwise'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'discount_within_line';
    END IF;
    RETURN NULL;
END $$
""",
        f"""
CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION {name}()
""",
    )


DISCOUNTS = (
    *_discounts_within_lines("invoice_lines", "invoice_id"),
    *_discounts_within_lines("credit_note_lines", "credit_note_id"),
)
"""Of what is issued. On drafts a discount is what was asked for: what it takes off follows when the draft is added up."""

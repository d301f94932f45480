"""What the database guarantees of credit notes by itself."""

CREDITS = (
    """
CREATE FUNCTION credit_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE balances SET credited = credited + NEW.total, credit_notes = credit_notes + 1
    WHERE account_id = NEW.account_id AND invoice_id = NEW.invoice_id AND currency = NEW.currency;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the invoice has no balance in %', NEW.currency
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'credited_in_one_currency';
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER credit_made AFTER INSERT ON credit_notes
    FOR EACH ROW EXECUTE FUNCTION credit_counted()
""",
    """
CREATE FUNCTION credited_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM invoice_lines l
        CROSS JOIN LATERAL (SELECT sum(c.amount) AS amount, sum(c.seconds) AS seconds, sum(c.billed_seconds) AS billed
            FROM credit_note_lines c WHERE c.account_id = l.account_id AND c.invoice_id = l.invoice_id
                AND c.line_id = l.line_id) AS credited
        WHERE l.account_id = ANY(ARRAY(SELECT account_id FROM made))
            AND l.invoice_id = ANY(ARRAY(SELECT invoice_id FROM made)) AND l.line_id = ANY(ARRAY(SELECT line_id FROM made))
            AND (credited.amount NOT BETWEEN least(l.amount, 0) AND greatest(l.amount, 0)
                OR l.kind = 'time' AND (credited.seconds > l.seconds OR credited.billed > l.billed_seconds))
    ) THEN
        RAISE EXCEPTION 'more is credited than was billed'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'credited_within_line';
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER credited_lines AFTER INSERT ON credit_note_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION credited_lines()
""",
    "ALTER TABLE credit_note_documents ALTER COLUMN content SET STORAGE EXTERNAL",
)
"""What credit notes take back is counted on their invoice, and nobody takes back more of a line than it charges."""

SPLITS = (
    """
CREATE FUNCTION share_of_claim(whole claims, place int) RETURNS int IMMUTABLE LANGUAGE sql AS $$
    SELECT (whole.billed_seconds::bigint * (place - lower(whole.seconds))
        / (upper(whole.seconds) - lower(whole.seconds)))::int
$$
""",
    # The owner's: the service itself may release claims, and neither change nor drop those of an issued invoice.
    """
CREATE FUNCTION split_claims(invoice uuid, lines uuid[], entries uuid[], places int[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    whole claims%ROWTYPE;
    cuts int[];
BEGIN
    FOR whole IN SELECT DISTINCT c.* FROM unnest(lines, entries, places) AS wanted(line, entry, place)
        JOIN claims c ON c.account_id = NULLIF(current_setting('honorar.account', true), '')::uuid
            AND c.invoice_id = invoice AND c.line_id = line AND c.entry_id = entry AND c.released_by IS NULL
            AND lower(c.seconds) < place AND place < upper(c.seconds)
    LOOP
        cuts := ARRAY(SELECT DISTINCT place FROM unnest(lines, entries, places) AS wanted(line, entry, place)
            WHERE line = whole.line_id AND entry = whole.entry_id AND lower(whole.seconds) < place
                AND place < upper(whole.seconds) ORDER BY place);
        UPDATE claims SET seconds = int4range(lower(whole.seconds), cuts[1]), whole_entry = false,
            billed_seconds = share_of_claim(whole, cuts[1])
        WHERE account_id = whole.account_id AND invoice_id = invoice AND line_id = whole.line_id
            AND entry_id = whole.entry_id AND seconds = whole.seconds;
        INSERT INTO claims (account_id, invoice_id, line_id, entry_id, seconds, price_version, billed_seconds, charge_id,
            late, written_off)
        SELECT whole.account_id, invoice, whole.line_id, whole.entry_id, int4range(first, last), whole.price_version,
            share_of_claim(whole, last) - share_of_claim(whole, first), whole.charge_id, whole.late, whole.written_off
        FROM (SELECT place AS first, lead(place, 1, upper(whole.seconds)) OVER (ORDER BY place) AS last
            FROM unnest(cuts) AS place) AS piece;
    END LOOP;
END $$
""",
)
"""A claim becomes several that are side by side, so that a credit note can release one of them. Each has its share of what
is charged (`domain.prices.share`)."""

"""What the database guarantees of refunds and of written-off differences by itself."""

REFUNDS = (
    """
CREATE FUNCTION refund_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE payments p SET allocated = allocated + NEW.amount, refunded = refunded + NEW.amount
    FROM refunds r WHERE p.account_id = NEW.account_id AND p.id = NEW.payment_id
        AND r.account_id = NEW.account_id AND r.id = NEW.refund_id
        AND p.currency = r.currency AND (p.organization_id = r.organization_id
            OR staying_customer(NEW.account_id, p.organization_id) = staying_customer(NEW.account_id, r.organization_id)
            OR NEW.amount < 0 AND EXISTS (SELECT FROM refund_parts q WHERE q.account_id = NEW.account_id
                AND q.refund_id = r.reverses AND q.payment_id = NEW.payment_id))
    RETURNING p.organization_id <> r.organization_id INTO NEW.of_duplicate;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the payment is of another customer or currency than the refund'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'refunded_to_its_payer';
    END IF;
    RETURN NEW;
END $$
""",
    """
CREATE TRIGGER refund_made BEFORE INSERT ON refund_parts
    FOR EACH ROW EXECUTE FUNCTION refund_counted()
""",
)
"""What is paid back of payments is counted with what is allocated of them: nobody pays back what settles something."""

DIFFERENCES = (
    """
CREATE FUNCTION difference_settles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM payments WHERE account_id = NEW.account_id AND id = NEW.id AND allocated <> amount) THEN
        RAISE EXCEPTION 'a difference settles all of itself'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'difference_settles';
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE CONSTRAINT TRIGGER difference_settles AFTER INSERT OR UPDATE ON payments DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.kind = 'difference') EXECUTE FUNCTION difference_settles()
""",
)
"""A difference that was written off is never credit: at the end of each transaction all of it settles an invoice."""

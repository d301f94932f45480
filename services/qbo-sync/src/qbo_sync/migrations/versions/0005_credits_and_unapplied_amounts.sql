ALTER TABLE payment_links
    ADD COLUMN kind TEXT NOT NULL DEFAULT 'cash',
    ADD COLUMN unapplied NUMERIC(20, 5) NOT NULL DEFAULT 0,
    ADD CONSTRAINT payment_links_kind CHECK (kind IN ('cash', 'credit'));

ALTER TABLE payment_links ALTER COLUMN kind DROP DEFAULT, ALTER COLUMN unapplied DROP DEFAULT;

DROP INDEX one_live_link;

CREATE UNIQUE INDEX one_live_link ON payment_links (account_id, realm_id, qbo_payment_id, qbo_invoice_id, kind) WHERE undone_at IS NULL;

GRANT UPDATE (unapplied) ON payment_links TO {app_role};

ALTER TABLE invoice_exports ADD COLUMN qbo_unapplied NUMERIC(20, 5);

ALTER TABLE connections ADD COLUMN profile_read_at TIMESTAMP WITH TIME ZONE;

ALTER TABLE connections NO FORCE ROW LEVEL SECURITY;

UPDATE connections SET swept_until = NULL;

ALTER TABLE connections FORCE ROW LEVEL SECURITY;

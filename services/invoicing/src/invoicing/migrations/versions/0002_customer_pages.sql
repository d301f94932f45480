ALTER TABLE billing_settings ADD COLUMN customer_sees TEXT DEFAULT 'lines' NOT NULL;

ALTER TABLE billing_settings ALTER COLUMN customer_sees DROP DEFAULT;

CREATE TABLE customer_links (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    generation INTEGER NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    changed_by TEXT NOT NULL,
    CONSTRAINT customer_links_pkey PRIMARY KEY (account_id, invoice_id),
    CONSTRAINT customer_links_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

ALTER TABLE customer_links ENABLE ROW LEVEL SECURITY;

ALTER TABLE customer_links FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON customer_links USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON customer_links TO {app_role};

CREATE TABLE customer_questions (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT customer_questions_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT customer_questions_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

CREATE INDEX customer_questions_of_invoice ON customer_questions (account_id, invoice_id, asked_at);

ALTER TABLE customer_questions ENABLE ROW LEVEL SECURITY;

ALTER TABLE customer_questions FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON customer_questions USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON customer_questions TO {app_role};

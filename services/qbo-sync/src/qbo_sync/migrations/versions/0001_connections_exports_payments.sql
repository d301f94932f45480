CREATE TABLE connections (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    realm_id TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    company_name TEXT,
    country TEXT,
    home_currency TEXT,
    custom_txn_numbers BOOLEAN,
    multi_currency BOOLEAN,
    uses_sales_tax BOOLEAN,
    income_account_id TEXT,
    access_token BYTEA,
    refresh_token BYTEA,
    access_expires_at TIMESTAMP WITH TIME ZONE,
    refresh_expires_at TIMESTAMP WITH TIME ZONE,
    hard_expires_at TIMESTAMP WITH TIME ZONE,
    token_version INTEGER NOT NULL,
    consent INTEGER NOT NULL,
    paused_until TIMESTAMP WITH TIME ZONE,
    swept_until TIMESTAMP WITH TIME ZONE,
    connected_at TIMESTAMP WITH TIME ZONE,
    profile_read_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT connections_pkey PRIMARY KEY (account_id),
    CONSTRAINT connections_state CHECK (state IN ('connecting', 'connected', 'reauth_required', 'disconnecting', 'disconnected'))
);

ALTER TABLE connections ENABLE ROW LEVEL SECURITY;

ALTER TABLE connections FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON connections USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON connections TO {app_role};

CREATE TABLE credit_notes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    credit_note_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    number TEXT NOT NULL,
    issue_date DATE NOT NULL,
    total NUMERIC(20, 5) NOT NULL,
    credited_because TEXT NOT NULL,
    content JSONB NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    generation INTEGER DEFAULT 1 NOT NULL,
    requestid TEXT,
    realm_id TEXT,
    qbo_id TEXT,
    doc_number TEXT,
    qbo_total NUMERIC(20, 5),
    unapplied NUMERIC(20, 5),
    intuit_tid TEXT,
    copied_at TIMESTAMP WITH TIME ZONE,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT credit_notes_pkey PRIMARY KEY (account_id, credit_note_id),
    CONSTRAINT credit_notes_state CHECK (state IN ('waiting_for_invoice', 'waiting_for_connection', 'queued', 'creating', 'applying', 'copied', 'variance', 'not_needed', 'failed')),
    CONSTRAINT memo_has_an_id CHECK (state NOT IN ('applying', 'copied', 'variance') OR qbo_id IS NOT NULL),
    CONSTRAINT one_credit_memo_each UNIQUE (account_id, realm_id, qbo_id)
);

CREATE INDEX credit_notes_not_copied ON credit_notes (account_id, state) WHERE state NOT IN ('copied', 'variance', 'not_needed');

CREATE INDEX credit_notes_of_invoice ON credit_notes (account_id, invoice_id);

ALTER TABLE credit_notes ENABLE ROW LEVEL SECURITY;

ALTER TABLE credit_notes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON credit_notes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (state, reason, generation, requestid, realm_id, qbo_id, doc_number, qbo_total, unapplied, intuit_tid, copied_at, updated_at) ON credit_notes TO {app_role};

CREATE TABLE id_mappings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    realm_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    ours TEXT NOT NULL,
    qbo_id TEXT NOT NULL,
    CONSTRAINT id_mappings_pkey PRIMARY KEY (account_id, realm_id, kind, ours),
    CONSTRAINT id_mappings_kind CHECK (kind IN ('customer', 'item', 'tax code'))
);

ALTER TABLE id_mappings ENABLE ROW LEVEL SECURITY;

ALTER TABLE id_mappings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON id_mappings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON id_mappings TO {app_role};

CREATE TABLE invoice_exports (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    number TEXT NOT NULL,
    organization_id UUID NOT NULL,
    currency TEXT NOT NULL,
    total NUMERIC(20, 5) NOT NULL,
    content JSONB NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    generation INTEGER NOT NULL,
    version INTEGER DEFAULT 0 NOT NULL,
    requestid TEXT,
    realm_id TEXT,
    qbo_id TEXT,
    doc_number TEXT,
    sync_token TEXT,
    qbo_total NUMERIC(20, 5),
    qbo_balance NUMERIC(20, 5),
    qbo_unapplied NUMERIC(20, 5),
    qbo_updated_at TIMESTAMP WITH TIME ZONE,
    remote TEXT,
    intuit_tid TEXT,
    copied_at TIMESTAMP WITH TIME ZONE,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT invoice_exports_pkey PRIMARY KEY (account_id, invoice_id),
    CONSTRAINT invoice_exports_state CHECK (state IN ('waiting_for_connection', 'queued', 'creating', 'copied', 'variance', 'failed')),
    CONSTRAINT invoice_exports_remote CHECK (remote IN ('voided', 'deleted')),
    CONSTRAINT copied_has_an_id CHECK ((state IN ('copied', 'variance')) = (qbo_id IS NOT NULL)),
    CONSTRAINT one_invoice_each UNIQUE (account_id, realm_id, qbo_id)
);

CREATE INDEX not_exported ON invoice_exports (account_id, state) WHERE state NOT IN ('copied', 'variance');

ALTER TABLE invoice_exports ENABLE ROW LEVEL SECURITY;

ALTER TABLE invoice_exports FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON invoice_exports USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON invoice_exports TO {app_role};

CREATE TABLE oauth_states (
    state_hash BYTEA NOT NULL,
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    browser_hash BYTEA NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT oauth_states_pkey PRIMARY KEY (state_hash)
);

ALTER TABLE oauth_states ENABLE ROW LEVEL SECURITY;

ALTER TABLE oauth_states FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON oauth_states USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON oauth_states USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_states TO {app_role};

CREATE TABLE organizations (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    organization_id UUID NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    billing_email TEXT,
    address_lines TEXT[] NOT NULL,
    postal_code TEXT,
    city TEXT,
    country TEXT,
    CONSTRAINT organizations_pkey PRIMARY KEY (account_id, organization_id)
);

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;

ALTER TABLE organizations FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON organizations USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON organizations TO {app_role};

CREATE TABLE payment_links (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    seen_id UUID NOT NULL,
    realm_id TEXT NOT NULL,
    qbo_payment_id TEXT NOT NULL,
    qbo_invoice_id TEXT NOT NULL,
    invoice_id UUID,
    kind TEXT NOT NULL,
    amount NUMERIC(20, 5) NOT NULL,
    paid_on DATE NOT NULL,
    reference TEXT NOT NULL,
    unapplied NUMERIC(20, 5) NOT NULL,
    undone_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT payment_links_pkey PRIMARY KEY (account_id, seen_id),
    CONSTRAINT payment_links_kind CHECK (kind IN ('cash', 'credit'))
);

CREATE INDEX links_of_invoice ON payment_links (account_id, realm_id, qbo_invoice_id) WHERE undone_at IS NULL;

CREATE UNIQUE INDEX one_live_link ON payment_links (account_id, realm_id, qbo_payment_id, qbo_invoice_id, kind) WHERE undone_at IS NULL;

ALTER TABLE payment_links ENABLE ROW LEVEL SECURITY;

ALTER TABLE payment_links FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON payment_links USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (invoice_id, unapplied, undone_at) ON payment_links TO {app_role};

CREATE TABLE realm_owners (
    realm_id TEXT NOT NULL,
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    CONSTRAINT realm_owners_pkey PRIMARY KEY (realm_id),
    CONSTRAINT one_company_per_account UNIQUE (account_id)
);

ALTER TABLE realm_owners ENABLE ROW LEVEL SECURITY;

ALTER TABLE realm_owners FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON realm_owners USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON realm_owners USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, DELETE ON realm_owners TO {app_role};

CREATE TABLE sendings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    recipient TEXT,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT DEFAULT 'queued' NOT NULL,
    reason TEXT,
    requestid TEXT,
    mark TEXT,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT sendings_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT sendings_state CHECK (state IN ('queued', 'asked', 'sent', 'failed', 'unknown')),
    CONSTRAINT sendings_end_once CHECK ((state IN ('queued', 'asked')) = (ended_at IS NULL)),
    CONSTRAINT asked_with_a_requestid CHECK (state <> 'asked' OR (requestid IS NOT NULL AND mark IS NOT NULL))
);

CREATE INDEX open_sendings ON sendings (account_id, invoice_id, requested_at) WHERE state IN ('queued', 'asked');

ALTER TABLE sendings ENABLE ROW LEVEL SECURITY;

ALTER TABLE sendings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON sendings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (state, reason, requestid, mark, ended_at) ON sendings TO {app_role};

CREATE TABLE unreadable_entities (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    realm_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT unreadable_entities_pkey PRIMARY KEY (account_id, realm_id, entity, name)
);

ALTER TABLE unreadable_entities ENABLE ROW LEVEL SECURITY;

ALTER TABLE unreadable_entities FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON unreadable_entities USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON unreadable_entities TO {app_role};

CREATE TABLE webhooks (
    body_hash BYTEA NOT NULL,
    body BYTEA NOT NULL,
    problem TEXT,
    received_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT webhooks_pkey PRIMARY KEY (body_hash)
);

CREATE INDEX webhooks_received ON webhooks (received_at);

ALTER TABLE webhooks ENABLE ROW LEVEL SECURITY;

ALTER TABLE webhooks FORCE ROW LEVEL SECURITY;

CREATE POLICY across_accounts ON webhooks USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, DELETE ON webhooks TO {app_role};

CREATE TABLE webhook_events (
    event_key TEXT NOT NULL,
    body_hash BYTEA NOT NULL,
    realm_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    problem TEXT,
    CONSTRAINT webhook_events_pkey PRIMARY KEY (event_key),
    CONSTRAINT webhook_events_body_hash_fkey FOREIGN KEY(body_hash) REFERENCES webhooks (body_hash) ON DELETE CASCADE
);

CREATE INDEX webhook_events_of_webhook ON webhook_events (body_hash);

ALTER TABLE webhook_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE webhook_events FORCE ROW LEVEL SECURITY;

CREATE POLICY across_accounts ON webhook_events USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT ON webhook_events TO {app_role};


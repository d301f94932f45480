CREATE TABLE messages (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    step TEXT NOT NULL,
    version INTEGER NOT NULL,
    content JSONB NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT messages_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT one_message_per_step UNIQUE (account_id, invoice_id, step)
);

ALTER TABLE messages ENABLE ROW LEVEL SECURITY;

ALTER TABLE messages FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON messages USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (version) ON messages TO {app_role};

CREATE TABLE deliveries (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    message_id UUID NOT NULL,
    number INTEGER NOT NULL,
    recipient_name TEXT,
    recipient_email TEXT,
    requested_by TEXT,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    ended_at TIMESTAMP WITH TIME ZONE,
    handed_over_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT deliveries_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT deliveries_account_id_message_id_fkey FOREIGN KEY(account_id, message_id) REFERENCES messages (account_id, id),
    CONSTRAINT deliveries_account_id_message_id_number_key UNIQUE (account_id, message_id, number),
    CONSTRAINT deliveries_count_from_one CHECK (number >= 1),
    CONSTRAINT deliveries_state CHECK (state IN ('queued', 'sent', 'failed', 'unknown')),
    CONSTRAINT deliveries_end_once CHECK ((state = 'queued') = (ended_at IS NULL)),
    CONSTRAINT failures_have_a_reason CHECK (state NOT IN ('failed', 'unknown') OR reason IS NOT NULL),
    CONSTRAINT mails_have_a_recipient CHECK (state = 'failed' OR recipient_email IS NOT NULL)
);

CREATE INDEX deliveries_account_id_state_message_id_idx ON deliveries (account_id, state, message_id);

CREATE UNIQUE INDEX one_queued_delivery ON deliveries (account_id, message_id) WHERE state = 'queued';

ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;

ALTER TABLE deliveries FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON deliveries USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (state, reason, ended_at, handed_over_at) ON deliveries TO {app_role};


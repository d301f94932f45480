CREATE TABLE accounts (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    language TEXT NOT NULL,
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (account_id, id)
);

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;

ALTER TABLE accounts FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON accounts USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON accounts TO {app_role};

CREATE TABLE agents (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT agents_pkey PRIMARY KEY (account_id, id)
);

ALTER TABLE agents ENABLE ROW LEVEL SECURITY;

ALTER TABLE agents FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agents USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON agents TO {app_role};

CREATE TABLE members (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    roles TEXT[] NOT NULL,
    agent_id UUID,
    state TEXT NOT NULL,
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT members_pkey PRIMARY KEY (account_id, id)
);

ALTER TABLE members ENABLE ROW LEVEL SECURITY;

ALTER TABLE members FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON members USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON members TO {app_role};

CREATE TABLE messages (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    step TEXT NOT NULL,
    version INTEGER NOT NULL,
    content JSONB NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT messages_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT one_message_per_step UNIQUE (account_id, kind, subject_id, step),
    CONSTRAINT messages_kind CHECK (kind IN ('invoice', 'credit-note', 'timer-forgotten', 'timesheet-missing', 'timesheet-rejected', 'project-budget-reached', 'budget-reached'))
);

ALTER TABLE messages ENABLE ROW LEVEL SECURITY;

ALTER TABLE messages FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON messages USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (version) ON messages TO {app_role};

CREATE TABLE notice_settings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    timer_forgotten BOOLEAN DEFAULT true NOT NULL,
    timesheet_missing BOOLEAN DEFAULT true NOT NULL,
    timesheet_rejected BOOLEAN DEFAULT true NOT NULL,
    project_budget_reached BOOLEAN DEFAULT true NOT NULL,
    CONSTRAINT notice_settings_pkey PRIMARY KEY (account_id)
);

ALTER TABLE notice_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE notice_settings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON notice_settings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON notice_settings TO {app_role};

CREATE TABLE deliveries (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    message_id UUID NOT NULL,
    number INTEGER NOT NULL,
    recipient_name TEXT,
    recipient_email TEXT,
    note TEXT NOT NULL,
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

ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;

ALTER TABLE deliveries FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON deliveries USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (state, reason, ended_at, handed_over_at) ON deliveries TO {app_role};


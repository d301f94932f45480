CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE accounts (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    holiday_region TEXT,
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

CREATE TABLE customers (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    contact_name TEXT,
    contact_email TEXT,
    merged_into UUID,
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT customers_pkey PRIMARY KEY (account_id, id)
);

ALTER TABLE customers ENABLE ROW LEVEL SECURITY;

ALTER TABLE customers FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON customers USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON customers TO {app_role};

CREATE TABLE invoices (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    number TEXT,
    organization_id UUID,
    customer TEXT,
    issue_date DATE,
    due_date DATE,
    content JSONB,
    contact_name TEXT,
    contact_email TEXT,
    balance NUMERIC DEFAULT 0 NOT NULL,
    balance_version INTEGER DEFAULT 0 NOT NULL,
    disputed BOOLEAN DEFAULT false NOT NULL,
    dispute_version INTEGER DEFAULT 0 NOT NULL,
    delivered_at TIMESTAMP WITH TIME ZONE,
    remind_from DATE,
    looked_version INTEGER,
    unreadable TEXT,
    times_unreadable INTEGER DEFAULT 0 NOT NULL,
    fee_of UUID,
    CONSTRAINT invoices_pkey PRIMARY KEY (account_id, id)
);

CREATE INDEX invoices_of_fees ON invoices (account_id, fee_of) WHERE fee_of IS NOT NULL;

CREATE INDEX invoices_owed ON invoices (account_id, due_date) WHERE balance > 0 AND number IS NOT NULL;

CREATE INDEX invoices_to_look_at ON invoices (account_id, looked_version, remind_from) WHERE balance > 0 AND number IS NOT NULL;

CREATE INDEX invoices_unreadable ON invoices (account_id, due_date) WHERE unreadable IS NOT NULL;

ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;

ALTER TABLE invoices FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON invoices USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON invoices TO {app_role};

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
    CONSTRAINT messages_kind CHECK (kind IN ('invoice', 'credit-note', 'reminder', 'timer-forgotten', 'timesheet-missing', 'timesheet-rejected', 'project-budget-reached', 'budget-reached'))
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

CREATE TABLE reminder_pauses (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    invoice_id UUID,
    organization_id UUID,
    reason TEXT NOT NULL,
    until DATE,
    paused_by TEXT NOT NULL,
    paused_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_by TEXT,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT reminder_pauses_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT pauses_are_of_one_thing CHECK ((invoice_id IS NULL) <> (organization_id IS NULL)),
    CONSTRAINT pauses_end_once CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);

CREATE UNIQUE INDEX one_pause_per_customer ON reminder_pauses (account_id, organization_id) WHERE organization_id IS NOT NULL AND ended_at IS NULL;

CREATE UNIQUE INDEX one_pause_per_invoice ON reminder_pauses (account_id, invoice_id) WHERE invoice_id IS NOT NULL AND ended_at IS NULL;

ALTER TABLE reminder_pauses ENABLE ROW LEVEL SECURITY;

ALTER TABLE reminder_pauses FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON reminder_pauses USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (ended_by, ended_at) ON reminder_pauses TO {app_role};

CREATE TABLE reminder_settings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    is_on BOOLEAN NOT NULL,
    due_from DATE,
    hour INTEGER NOT NULL,
    workdays_only BOOLEAN NOT NULL,
    steps JSONB NOT NULL,
    CONSTRAINT reminder_settings_pkey PRIMARY KEY (account_id)
);

ALTER TABLE reminder_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE reminder_settings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON reminder_settings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON reminder_settings TO {app_role};

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

CREATE TABLE reminders (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    step_id UUID NOT NULL,
    days INTEGER NOT NULL,
    number INTEGER,
    day DATE NOT NULL,
    balance NUMERIC NOT NULL,
    passed_over BOOLEAN NOT NULL,
    requested_by TEXT,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT reminders_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT reminders_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id),
    CONSTRAINT what_is_sent_has_a_number CHECK (passed_over = (number IS NULL)),
    CONSTRAINT what_is_asked_for_is_sent CHECK (requested_by IS NULL OR NOT passed_over)
);

CREATE UNIQUE INDEX one_reminder_per_step ON reminders (account_id, invoice_id, step_id) WHERE requested_by IS NULL;

CREATE UNIQUE INDEX reminders_are_numbered ON reminders (account_id, invoice_id, number);

ALTER TABLE reminders ENABLE ROW LEVEL SECURITY;

ALTER TABLE reminders FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON reminders USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (balance) ON reminders TO {app_role};

CREATE TABLE stated_fees (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    reminder_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    number INTEGER NOT NULL,
    day DATE NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    CONSTRAINT stated_fees_pkey PRIMARY KEY (account_id, reminder_id),
    CONSTRAINT stated_fees_account_id_reminder_id_fkey FOREIGN KEY(account_id, reminder_id) REFERENCES reminders (account_id, id),
    CONSTRAINT few_fees_of_an_invoice CHECK (number BETWEEN 1 AND 3),
    CONSTRAINT fees_are_amounts CHECK (amount > 0),
    CONSTRAINT fees_are_small CHECK (currency <> 'DKK' OR amount <= 100),
    CONSTRAINT fees_are_numbered UNIQUE (account_id, invoice_id, number),
    CONSTRAINT fees_are_apart EXCLUDE USING gist (account_id WITH =, invoice_id WITH =, daterange(day, day + 10) WITH &&)
);

ALTER TABLE stated_fees ENABLE ROW LEVEL SECURITY;

ALTER TABLE stated_fees FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON stated_fees USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON stated_fees TO {app_role};

CREATE TABLE charged_fees (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    reminder_id UUID NOT NULL,
    charged_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT charged_fees_pkey PRIMARY KEY (account_id, reminder_id),
    CONSTRAINT charged_fees_account_id_reminder_id_fkey FOREIGN KEY(account_id, reminder_id) REFERENCES stated_fees (account_id, reminder_id)
);

ALTER TABLE charged_fees ENABLE ROW LEVEL SECURITY;

ALTER TABLE charged_fees FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON charged_fees USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON charged_fees TO {app_role};


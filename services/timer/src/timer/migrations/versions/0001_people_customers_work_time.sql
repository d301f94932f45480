CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE account_settings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    time_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    language TEXT DEFAULT 'en' NOT NULL,
    allow_self_approval BOOLEAN NOT NULL,
    allow_overlaps BOOLEAN NOT NULL,
    holiday_region TEXT,
    working_week INTEGER[] NOT NULL,
    timer_limit_seconds INTEGER DEFAULT 43200 NOT NULL,
    sheet_periods JSONB DEFAULT '[]' NOT NULL,
    lock_after_days INTEGER,
    days_to_hand_in INTEGER DEFAULT 1,
    CONSTRAINT account_settings_pkey PRIMARY KEY (account_id),
    CONSTRAINT account_settings_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT account_settings_week_check CHECK (cardinality(working_week) = 7),
    CONSTRAINT account_settings_limit_check CHECK (timer_limit_seconds BETWEEN 3600 AND 86400),
    CONSTRAINT account_settings_lock_check CHECK (lock_after_days >= 0),
    CONSTRAINT account_settings_days_check CHECK (days_to_hand_in >= 0)
);

ALTER TABLE account_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE account_settings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON account_settings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON account_settings TO {app_role};

CREATE TABLE agents (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    aliases TEXT[] DEFAULT '{}' NOT NULL,
    time_zone TEXT NOT NULL,
    holiday_region TEXT,
    active BOOLEAN DEFAULT true NOT NULL,
    memberships_version INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT agents_pkey PRIMARY KEY (account_id, id)
);

ALTER TABLE agents ENABLE ROW LEVEL SECURITY;

ALTER TABLE agents FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agents USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON agents TO {app_role};

CREATE TABLE attachment_space (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    bytes BIGINT NOT NULL,
    CONSTRAINT attachment_space_pkey PRIMARY KEY (account_id),
    CONSTRAINT attachment_space_check CHECK (bytes >= 0)
);

ALTER TABLE attachment_space ENABLE ROW LEVEL SECURITY;

ALTER TABLE attachment_space FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON attachment_space USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON attachment_space TO {app_role};

CREATE TABLE billed_ranges (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    entry_id UUID NOT NULL,
    line_id UUID NOT NULL,
    start_second INTEGER NOT NULL,
    end_second INTEGER NOT NULL,
    invoice_id UUID NOT NULL,
    billed_at TIMESTAMP WITH TIME ZONE,
    released_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT billed_ranges_pkey PRIMARY KEY (account_id, entry_id, line_id, start_second, end_second),
    CONSTRAINT billed_ranges_seconds_check CHECK (0 <= start_second AND start_second < end_second AND end_second <= 86400)
);

ALTER TABLE billed_ranges ENABLE ROW LEVEL SECURITY;

ALTER TABLE billed_ranges FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON billed_ranges USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (billed_at, released_at) ON billed_ranges TO {app_role};

CREATE TABLE discarded_entries (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT discarded_entries_pkey PRIMARY KEY (account_id, id)
);

ALTER TABLE discarded_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE discarded_entries FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON discarded_entries USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON discarded_entries TO {app_role};

CREATE TABLE form_requests (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    nonce BYTEA NOT NULL,
    network TEXT NOT NULL,
    digest BYTEA NOT NULL,
    number INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT form_requests_pkey PRIMARY KEY (account_id, nonce)
);

CREATE INDEX form_request_by_time ON form_requests (account_id, created_at);

ALTER TABLE form_requests ENABLE ROW LEVEL SECURITY;

ALTER TABLE form_requests FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON form_requests USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON form_requests TO {app_role};

CREATE TABLE import_mappings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    headers TEXT[] NOT NULL,
    headers_key TEXT NOT NULL,
    columns JSONB NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT import_mappings_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT import_mappings_kind_check CHECK (kind IN ('time', 'customers')),
    CONSTRAINT import_mapping_name_taken UNIQUE (account_id, kind, name),
    CONSTRAINT import_mapping_headers_taken UNIQUE (account_id, kind, headers_key)
);

ALTER TABLE import_mappings ENABLE ROW LEVEL SECURITY;

ALTER TABLE import_mappings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON import_mappings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON import_mappings TO {app_role};

CREATE TABLE imported_rows (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    source TEXT NOT NULL,
    row_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    entry_id UUID NOT NULL,
    agent_id UUID NOT NULL,
    work_date DATE NOT NULL,
    written_start TIMESTAMP WITHOUT TIME ZONE,
    started_at TIMESTAMP WITH TIME ZONE,
    seconds INTEGER NOT NULL,
    project TEXT NOT NULL,
    description TEXT NOT NULL,
    tags TEXT[] NOT NULL,
    billable BOOLEAN,
    CONSTRAINT imported_rows_pkey PRIMARY KEY (account_id, source, row_key, ordinal),
    CONSTRAINT imported_rows_ordinal_check CHECK (ordinal > 0)
);

CREATE INDEX imported_row_entry ON imported_rows (account_id, entry_id);

CREATE INDEX imported_row_of_agent ON imported_rows (account_id, source, agent_id, work_date);

ALTER TABLE imported_rows ENABLE ROW LEVEL SECURITY;

ALTER TABLE imported_rows FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON imported_rows USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON imported_rows TO {app_role};

CREATE TABLE imports (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    by TEXT NOT NULL,
    file_name TEXT,
    state TEXT DEFAULT 'waiting' NOT NULL,
    content_type TEXT NOT NULL,
    options JSONB NOT NULL,
    token TEXT,
    rows_total INTEGER,
    rows_done INTEGER DEFAULT '0' NOT NULL,
    report JSONB,
    problem JSONB,
    id UUID NOT NULL,
    CONSTRAINT imports_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT imports_state_check CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    CONSTRAINT imports_ended_check CHECK ((state IN ('waiting', 'running')) = (ended_at IS NULL))
);

CREATE UNIQUE INDEX one_import_at_a_time ON imports (account_id) WHERE ended_at IS NULL;

ALTER TABLE imports ENABLE ROW LEVEL SECURITY;

ALTER TABLE imports FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON imports USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (state, ended_at, rows_total, rows_done, report, problem) ON imports TO {app_role};

CREATE TABLE logged_days (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    project_id UUID NOT NULL,
    task_id UUID NOT NULL,
    agent_id UUID NOT NULL,
    work_date DATE NOT NULL,
    import_id UUID NOT NULL,
    seconds BIGINT NOT NULL,
    CONSTRAINT logged_days_pkey PRIMARY KEY (account_id, project_id, task_id, agent_id, work_date, import_id)
);

ALTER TABLE logged_days ENABLE ROW LEVEL SECURITY;

ALTER TABLE logged_days FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON logged_days USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON logged_days TO {app_role};

CREATE TABLE organizations (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    address_lines TEXT[] DEFAULT '{}' NOT NULL,
    postal_code TEXT DEFAULT '' NOT NULL,
    city TEXT DEFAULT '' NOT NULL,
    country TEXT,
    kind TEXT DEFAULT 'business' NOT NULL,
    vat_number TEXT,
    registration_number TEXT,
    gln TEXT,
    code TEXT,
    language TEXT DEFAULT 'en' NOT NULL,
    currency TEXT,
    billable BOOLEAN,
    email_domains TEXT[] DEFAULT '{}' NOT NULL,
    notes TEXT DEFAULT '' NOT NULL,
    archived BOOLEAN DEFAULT false NOT NULL,
    merged_into UUID,
    merged_at TIMESTAMP WITH TIME ZONE,
    is_merged BOOLEAN GENERATED ALWAYS AS (merged_into IS NOT NULL) STORED NOT NULL,
    target_is_merged BOOLEAN GENERATED ALWAYS AS (CASE WHEN merged_into IS NOT NULL THEN false END) STORED,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    CONSTRAINT organizations_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT organizations_country_check CHECK (country ~ '^[A-Z]{2}$'),
    CONSTRAINT organizations_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT organizations_kind_check CHECK (kind IN ('business', 'private')),
    CONSTRAINT organizations_code_check CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{0,7}$'),
    CONSTRAINT organizations_gln_check CHECK (gln ~ '^[0-9]{13}$'),
    CONSTRAINT organizations_merged_check CHECK ((merged_into IS NULL) = (merged_at IS NULL)),
    CONSTRAINT organization_name_taken UNIQUE (account_id, folded_name),
    CONSTRAINT organizations_merge_target UNIQUE (account_id, id, is_merged),
    CONSTRAINT merged_into_one_that_stays FOREIGN KEY(account_id, merged_into, target_is_merged) REFERENCES organizations (account_id, id, is_merged)
);

CREATE INDEX organization_merged_into ON organizations (account_id, merged_into) WHERE merged_into IS NOT NULL;

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;

ALTER TABLE organizations FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON organizations USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON organizations TO {app_role};

CREATE TABLE request_form_slugs (
    slug TEXT NOT NULL,
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    CONSTRAINT request_form_slugs_pkey PRIMARY KEY (slug)
);

ALTER TABLE request_form_slugs ENABLE ROW LEVEL SECURITY;

ALTER TABLE request_form_slugs FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON request_form_slugs USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON request_form_slugs TO {app_role};

CREATE TABLE request_forms (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    introduction TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    secret BYTEA NOT NULL,
    CONSTRAINT request_forms_pkey PRIMARY KEY (account_id),
    CONSTRAINT request_forms_slug_key UNIQUE (slug)
);

ALTER TABLE request_forms ENABLE ROW LEVEL SECURITY;

ALTER TABLE request_forms FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON request_forms USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON request_forms USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE ON request_forms TO {app_role};

CREATE TABLE sellers (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    address_lines TEXT[] DEFAULT '{}' NOT NULL,
    postal_code TEXT DEFAULT '' NOT NULL,
    city TEXT DEFAULT '' NOT NULL,
    country TEXT,
    vat_number TEXT,
    registration_number TEXT,
    CONSTRAINT sellers_pkey PRIMARY KEY (account_id)
);

ALTER TABLE sellers ENABLE ROW LEVEL SECURITY;

ALTER TABLE sellers FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON sellers USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON sellers TO {app_role};

CREATE TABLE service_types (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    billable BOOLEAN DEFAULT true NOT NULL,
    archived BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    CONSTRAINT service_types_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT service_type_name_taken UNIQUE (account_id, folded_name)
);

ALTER TABLE service_types ENABLE ROW LEVEL SECURITY;

ALTER TABLE service_types FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON service_types USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON service_types TO {app_role};

CREATE TABLE teams (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    archived BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    CONSTRAINT teams_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT team_name_taken UNIQUE (account_id, folded_name)
);

ALTER TABLE teams ENABLE ROW LEVEL SECURITY;

ALTER TABLE teams FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON teams USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON teams TO {app_role};

CREATE TABLE ticket_counts (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    last_number INTEGER NOT NULL,
    CONSTRAINT ticket_counts_pkey PRIMARY KEY (account_id)
);

ALTER TABLE ticket_counts ENABLE ROW LEVEL SECURITY;

ALTER TABLE ticket_counts FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON ticket_counts USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON ticket_counts TO {app_role};

CREATE TABLE worked_changes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    work_date DATE NOT NULL,
    agent_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    project_id UUID NOT NULL,
    service_type_id UUID NOT NULL,
    entries BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    billable_seconds BIGINT NOT NULL,
    submitted_seconds BIGINT NOT NULL,
    submitted_billable_seconds BIGINT NOT NULL,
    approved_seconds BIGINT NOT NULL,
    approved_billable_seconds BIGINT NOT NULL,
    billed_seconds BIGINT NOT NULL,
    CONSTRAINT worked_changes_pkey PRIMARY KEY (account_id, id)
);

ALTER TABLE worked_changes ENABLE ROW LEVEL SECURITY;

ALTER TABLE worked_changes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON worked_changes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON worked_changes TO {app_role};

CREATE TABLE worked_days (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    work_date DATE NOT NULL,
    agent_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    project_id UUID NOT NULL,
    service_type_id UUID NOT NULL,
    entries BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    billable_seconds BIGINT NOT NULL,
    submitted_seconds BIGINT NOT NULL,
    submitted_billable_seconds BIGINT NOT NULL,
    approved_seconds BIGINT NOT NULL,
    approved_billable_seconds BIGINT NOT NULL,
    billed_seconds BIGINT NOT NULL,
    CONSTRAINT worked_days_pkey PRIMARY KEY (account_id, work_date, agent_id, organization_id, project_id, service_type_id)
);

CREATE INDEX worked_days_of_agent ON worked_days (account_id, agent_id, work_date);

ALTER TABLE worked_days ENABLE ROW LEVEL SECURITY;

ALTER TABLE worked_days FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON worked_days USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON worked_days TO {app_role};

CREATE TABLE absences (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agent_id UUID NOT NULL,
    kind TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    starts_at_noon BOOLEAN DEFAULT false NOT NULL,
    ends_at_noon BOOLEAN DEFAULT false NOT NULL,
    state TEXT NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    answer TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT absences_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT absence_agent FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id),
    CONSTRAINT absences_kind_check CHECK (kind IN ('holiday', 'sick', 'parental', 'other')),
    CONSTRAINT absences_state_check CHECK (state IN ('requested', 'approved', 'declined')),
    CONSTRAINT absences_end_after_start CHECK (first_day < last_day OR (first_day = last_day AND NOT (starts_at_noon AND ends_at_noon))),
    CONSTRAINT absences_overlap EXCLUDE USING gist (account_id WITH =, agent_id WITH =, int4range((first_day - DATE '2000-01-01') * 2 + starts_at_noon::integer, (last_day - DATE '2000-01-01') * 2 + 2 - ends_at_noon::integer) WITH &&) WHERE (state <> 'declined')
);

CREATE INDEX absence_by_day ON absences (account_id, last_day);

CREATE INDEX absence_of_agent ON absences (account_id, agent_id, last_day);

ALTER TABLE absences ENABLE ROW LEVEL SECURITY;

ALTER TABLE absences FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON absences USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON absences TO {app_role};

CREATE TABLE agent_addresses (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    email TEXT NOT NULL,
    agent_id UUID NOT NULL,
    CONSTRAINT agent_email_taken PRIMARY KEY (account_id, email),
    CONSTRAINT agent_addresses_account_id_agent_id_fkey FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id)
);

ALTER TABLE agent_addresses ENABLE ROW LEVEL SECURITY;

ALTER TABLE agent_addresses FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agent_addresses USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON agent_addresses TO {app_role};

CREATE TABLE calendar_feeds (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agent_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT calendar_feeds_pkey PRIMARY KEY (account_id, agent_id),
    CONSTRAINT calendar_feed_agent FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id),
    CONSTRAINT calendar_feeds_account_id_token_hash_key UNIQUE (account_id, token_hash)
);

ALTER TABLE calendar_feeds ENABLE ROW LEVEL SECURITY;

ALTER TABLE calendar_feeds FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON calendar_feeds USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_feeds TO {app_role};

CREATE TABLE contacts (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    organization_id UUID NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT DEFAULT '' NOT NULL,
    billing BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT contacts_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT contact_organization FOREIGN KEY(account_id, organization_id) REFERENCES organizations (account_id, id)
);

CREATE INDEX contact_by_email ON contacts (account_id, email, id);

CREATE INDEX contact_of_organization ON contacts (account_id, organization_id, id);

CREATE UNIQUE INDEX one_billing_contact ON contacts (account_id, organization_id) WHERE billing;

ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;

ALTER TABLE contacts FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON contacts USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON contacts TO {app_role};

CREATE TABLE import_chunks (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    import_id UUID NOT NULL,
    place INTEGER NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT import_chunks_pkey PRIMARY KEY (account_id, import_id, place),
    CONSTRAINT import_chunks_account_id_import_id_fkey FOREIGN KEY(account_id, import_id) REFERENCES imports (account_id, id)
);

ALTER TABLE import_chunks ENABLE ROW LEVEL SECURITY;

ALTER TABLE import_chunks FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON import_chunks USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON import_chunks TO {app_role};

CREATE TABLE imported_customers (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    name TEXT NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT imported_customers_pkey PRIMARY KEY (account_id, name),
    CONSTRAINT imported_customers_account_id_organization_id_fkey FOREIGN KEY(account_id, organization_id) REFERENCES organizations (account_id, id)
);

ALTER TABLE imported_customers ENABLE ROW LEVEL SECURITY;

ALTER TABLE imported_customers FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON imported_customers USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON imported_customers TO {app_role};

CREATE TABLE imported_people (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    name TEXT NOT NULL,
    agent_id UUID NOT NULL,
    CONSTRAINT imported_people_pkey PRIMARY KEY (account_id, name),
    CONSTRAINT imported_people_account_id_agent_id_fkey FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id)
);

ALTER TABLE imported_people ENABLE ROW LEVEL SECURITY;

ALTER TABLE imported_people FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON imported_people USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON imported_people TO {app_role};

CREATE TABLE missed_timesheets (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agent_id UUID NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    number INTEGER NOT NULL,
    noticed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT missed_timesheets_pkey PRIMARY KEY (account_id, agent_id, first_day),
    CONSTRAINT missed_timesheets_account_id_agent_id_fkey FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id),
    CONSTRAINT missed_timesheets_days_check CHECK (first_day <= last_day)
);

ALTER TABLE missed_timesheets ENABLE ROW LEVEL SECURITY;

ALTER TABLE missed_timesheets FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON missed_timesheets USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON missed_timesheets TO {app_role};

CREATE TABLE organization_domains (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    domain TEXT NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT email_domain_taken PRIMARY KEY (account_id, domain),
    CONSTRAINT organization_domains_account_id_organization_id_fkey FOREIGN KEY(account_id, organization_id) REFERENCES organizations (account_id, id)
);

CREATE INDEX domain_of_organization ON organization_domains (account_id, organization_id);

ALTER TABLE organization_domains ENABLE ROW LEVEL SECURITY;

ALTER TABLE organization_domains FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON organization_domains USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON organization_domains TO {app_role};

CREATE TABLE organization_merges (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    organization_id UUID NOT NULL,
    into_id UUID NOT NULL,
    merged_at TIMESTAMP WITH TIME ZONE NOT NULL,
    merged_by TEXT NOT NULL,
    undone_at TIMESTAMP WITH TIME ZONE,
    undone_by TEXT,
    id UUID NOT NULL,
    CONSTRAINT organization_merges_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT organization_merges_account_id_organization_id_fkey FOREIGN KEY(account_id, organization_id) REFERENCES organizations (account_id, id),
    CONSTRAINT organization_merges_account_id_into_id_fkey FOREIGN KEY(account_id, into_id) REFERENCES organizations (account_id, id),
    CONSTRAINT organization_merges_undone_check CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);

CREATE UNIQUE INDEX one_merge_at_a_time ON organization_merges (account_id, organization_id) WHERE undone_at IS NULL;

ALTER TABLE organization_merges ENABLE ROW LEVEL SECURITY;

ALTER TABLE organization_merges FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON organization_merges USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (undone_at, undone_by) ON organization_merges TO {app_role};

CREATE TABLE organization_words (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    organization_id UUID NOT NULL,
    word TEXT NOT NULL,
    CONSTRAINT organization_words_pkey PRIMARY KEY (account_id, organization_id, word),
    CONSTRAINT organization_words_account_id_organization_id_fkey FOREIGN KEY(account_id, organization_id) REFERENCES organizations (account_id, id)
);

CREATE INDEX organization_by_word ON organization_words (account_id, word text_pattern_ops, organization_id);

ALTER TABLE organization_words ENABLE ROW LEVEL SECURITY;

ALTER TABLE organization_words FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON organization_words USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON organization_words TO {app_role};

CREATE TABLE projects (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    organization_id UUID,
    billable BOOLEAN DEFAULT true NOT NULL,
    archived BOOLEAN DEFAULT false NOT NULL,
    closed BOOLEAN DEFAULT false NOT NULL,
    budget_seconds BIGINT,
    budget_amount NUMERIC,
    budget_currency TEXT,
    budget_period TEXT DEFAULT 'total' NOT NULL,
    overspend TEXT DEFAULT 'allow' NOT NULL,
    budgets_told INTEGER DEFAULT 0 NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    planned_start DATE,
    planned_finish DATE,
    CONSTRAINT projects_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT projects_planned_check CHECK (planned_start <= planned_finish),
    CONSTRAINT projects_budget_check CHECK (budget_seconds > 0),
    CONSTRAINT projects_money_check CHECK ((budget_amount IS NULL) = (budget_currency IS NULL)),
    CONSTRAINT projects_period_check CHECK (budget_period IN ('total', 'month')),
    CONSTRAINT projects_overspend_check CHECK (overspend IN ('allow', 'warn', 'refuse')),
    CONSTRAINT project_organization FOREIGN KEY(account_id, organization_id) REFERENCES organizations (account_id, id),
    CONSTRAINT project_name_taken UNIQUE NULLS NOT DISTINCT (account_id, organization_id, folded_name)
);

ALTER TABLE projects ENABLE ROW LEVEL SECURITY;

ALTER TABLE projects FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON projects USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON projects TO {app_role};

CREATE TABLE running_timers (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agent_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    work_date DATE NOT NULL,
    time_zone TEXT NOT NULL,
    break_seconds INTEGER DEFAULT 0 NOT NULL,
    paused_at TIMESTAMP WITH TIME ZONE,
    resumed_at TIMESTAMP WITH TIME ZONE,
    noticed_at TIMESTAMP WITH TIME ZONE,
    confirmed BOOLEAN DEFAULT false NOT NULL,
    organization_id UUID,
    project_id UUID,
    task_id UUID,
    ticket_id UUID,
    service_type_id UUID,
    billable BOOLEAN NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    tags TEXT[] DEFAULT '{}' NOT NULL,
    organization_source TEXT,
    billable_source TEXT,
    CONSTRAINT one_running_timer PRIMARY KEY (account_id, agent_id),
    CONSTRAINT running_timers_break_check CHECK (break_seconds >= 0),
    CONSTRAINT running_timers_paused_check CHECK (paused_at >= started_at),
    CONSTRAINT running_timers_account_id_agent_id_fkey FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id)
);

CREATE INDEX running_timer_entry ON running_timers (account_id, entry_id);

ALTER TABLE running_timers ENABLE ROW LEVEL SECURITY;

ALTER TABLE running_timers FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON running_timers USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE, UPDATE (break_seconds, paused_at, resumed_at, noticed_at, confirmed) ON running_timers TO {app_role};

CREATE TABLE team_memberships (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agent_id UUID NOT NULL,
    team_id UUID NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT team_memberships_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT membership_agent FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id),
    CONSTRAINT membership_team FOREIGN KEY(account_id, team_id) REFERENCES teams (account_id, id),
    CONSTRAINT team_memberships_end_after_start CHECK (last_day >= first_day),
    CONSTRAINT one_team_per_day EXCLUDE USING gist (account_id WITH =, agent_id WITH =, daterange(first_day, last_day, '[]') WITH &&)
);

CREATE INDEX membership_of_team ON team_memberships (account_id, team_id, id);

ALTER TABLE team_memberships ENABLE ROW LEVEL SECURITY;

ALTER TABLE team_memberships FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON team_memberships USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON team_memberships TO {app_role};

CREATE TABLE timesheets (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agent_id UUID NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    state TEXT DEFAULT 'draft' NOT NULL,
    submitted_at TIMESTAMP WITH TIME ZONE,
    approved_at TIMESTAMP WITH TIME ZONE,
    approved_by TEXT,
    approver_id UUID,
    rejected_because TEXT,
    approved_version INTEGER,
    approved_digest TEXT,
    reopening_reason TEXT,
    charged_by TEXT,
    reopened_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT timesheets_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT timesheets_state_check CHECK (state IN ('draft', 'submitted', 'approved', 'reopening')),
    CONSTRAINT timesheets_approval_check CHECK ((state IN ('approved', 'reopening')) = (approved_at IS NOT NULL AND approved_by IS NOT NULL AND approved_version IS NOT NULL AND approved_digest IS NOT NULL)),
    CONSTRAINT timesheets_days_check CHECK (first_day <= last_day),
    CONSTRAINT timesheets_account_id_agent_id_fkey FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id),
    CONSTRAINT timesheets_account_id_agent_id_first_day_key UNIQUE (account_id, agent_id, first_day),
    CONSTRAINT timesheets_overlap EXCLUDE USING gist (account_id WITH =, agent_id WITH =, daterange(first_day, last_day, '[]') WITH &&) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX timesheet_by_day ON timesheets (account_id, first_day);

CREATE INDEX timesheet_by_state ON timesheets (account_id, state, id);

ALTER TABLE timesheets ENABLE ROW LEVEL SECURITY;

ALTER TABLE timesheets FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON timesheets USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON timesheets TO {app_role};

CREATE TABLE working_hours (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agent_id UUID NOT NULL,
    first_day DATE NOT NULL,
    week INTEGER[] NOT NULL,
    CONSTRAINT working_hours_pkey PRIMARY KEY (account_id, agent_id, first_day),
    CONSTRAINT working_hours_agent FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id),
    CONSTRAINT working_hours_week_check CHECK (cardinality(week) = 7 AND 0 <= ALL (week) AND 86400 >= ALL (week))
);

ALTER TABLE working_hours ENABLE ROW LEVEL SECURITY;

ALTER TABLE working_hours FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON working_hours USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON working_hours TO {app_role};

CREATE TABLE contact_words (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    contact_id UUID NOT NULL,
    word TEXT NOT NULL,
    CONSTRAINT contact_words_pkey PRIMARY KEY (account_id, contact_id, word),
    CONSTRAINT contact_words_account_id_contact_id_fkey FOREIGN KEY(account_id, contact_id) REFERENCES contacts (account_id, id)
);

CREATE INDEX contact_by_word ON contact_words (account_id, word text_pattern_ops, contact_id);

ALTER TABLE contact_words ENABLE ROW LEVEL SECURITY;

ALTER TABLE contact_words FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON contact_words USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON contact_words TO {app_role};

CREATE TABLE sheet_comments (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    timesheet_id UUID NOT NULL,
    by TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    text TEXT NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT sheet_comments_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT sheet_comments_account_id_timesheet_id_fkey FOREIGN KEY(account_id, timesheet_id) REFERENCES timesheets (account_id, id)
);

CREATE INDEX sheet_comment_of_sheet ON sheet_comments (account_id, timesheet_id);

ALTER TABLE sheet_comments ENABLE ROW LEVEL SECURITY;

ALTER TABLE sheet_comments FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON sheet_comments USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON sheet_comments TO {app_role};

CREATE TABLE spent_budgets (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    project_id UUID NOT NULL,
    first_day DATE NOT NULL,
    seconds BIGINT NOT NULL,
    reached INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT spent_budgets_pkey PRIMARY KEY (account_id, project_id, first_day),
    CONSTRAINT spent_budget_project FOREIGN KEY(account_id, project_id) REFERENCES projects (account_id, id)
);

ALTER TABLE spent_budgets ENABLE ROW LEVEL SECURITY;

ALTER TABLE spent_budgets FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON spent_budgets USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON spent_budgets TO {app_role};

CREATE TABLE tasks (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    project_id UUID NOT NULL,
    parent_id UUID,
    position DOUBLE PRECISION DEFAULT 0 NOT NULL,
    service_type_id UUID,
    requester_id UUID,
    billable BOOLEAN,
    description TEXT DEFAULT '' NOT NULL,
    estimate_seconds BIGINT,
    status TEXT DEFAULT 'planned' NOT NULL,
    percent_done INTEGER,
    milestone BOOLEAN DEFAULT false NOT NULL,
    archived BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    planned_start DATE,
    planned_finish DATE,
    CONSTRAINT tasks_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT tasks_planned_check CHECK (planned_start <= planned_finish),
    CONSTRAINT tasks_estimate_check CHECK (estimate_seconds > 0),
    CONSTRAINT tasks_percent_check CHECK (percent_done BETWEEN 0 AND 100),
    CONSTRAINT tasks_status_check CHECK (status IN ('planned', 'in_progress', 'done', 'cancelled')),
    CONSTRAINT tasks_done_check CHECK (status <> 'done' OR percent_done = 100),
    CONSTRAINT task_project FOREIGN KEY(account_id, project_id) REFERENCES projects (account_id, id),
    CONSTRAINT task_service_type FOREIGN KEY(account_id, service_type_id) REFERENCES service_types (account_id, id),
    CONSTRAINT task_requester FOREIGN KEY(account_id, requester_id) REFERENCES contacts (account_id, id),
    CONSTRAINT task_in_project UNIQUE (account_id, project_id, id),
    CONSTRAINT task_parent FOREIGN KEY(account_id, project_id, parent_id) REFERENCES tasks (account_id, project_id, id),
    CONSTRAINT task_name_taken UNIQUE (account_id, project_id, folded_name)
);

CREATE INDEX task_by_finish ON tasks (account_id, planned_finish);

CREATE INDEX task_of_parent ON tasks (account_id, project_id, parent_id);

ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;

ALTER TABLE tasks FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON tasks USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON tasks TO {app_role};

CREATE TABLE tickets (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    channel TEXT NOT NULL,
    priority TEXT NOT NULL,
    status TEXT NOT NULL,
    requester_id UUID NOT NULL,
    assignee_id UUID,
    service_type_id UUID,
    project_id UUID,
    billable BOOLEAN,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    merged_into_id UUID,
    closed BOOLEAN GENERATED ALWAYS AS (status = 'closed' OR merged_into_id IS NOT NULL) STORED NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT tickets_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT tickets_channel_check CHECK (channel IN ('form', 'api', 'email', 'phone', 'chat', 'meeting', 'other')),
    CONSTRAINT tickets_priority_check CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    CONSTRAINT tickets_status_check CHECK (status IN ('new', 'open', 'waiting', 'solved', 'closed')),
    CONSTRAINT tickets_merged_into_check CHECK (merged_into_id <> id),
    CONSTRAINT ticket_number_taken UNIQUE (account_id, number),
    CONSTRAINT ticket_requester FOREIGN KEY(account_id, requester_id) REFERENCES contacts (account_id, id),
    CONSTRAINT ticket_assignee FOREIGN KEY(account_id, assignee_id) REFERENCES agents (account_id, id),
    CONSTRAINT ticket_service_type FOREIGN KEY(account_id, service_type_id) REFERENCES service_types (account_id, id),
    CONSTRAINT ticket_project FOREIGN KEY(account_id, project_id) REFERENCES projects (account_id, id),
    CONSTRAINT ticket_merged_into FOREIGN KEY(account_id, merged_into_id) REFERENCES tickets (account_id, id)
);

CREATE INDEX ticket_by_status ON tickets (account_id, status, id);

CREATE INDEX ticket_merged ON tickets (account_id, merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE INDEX ticket_of_assignee ON tickets (account_id, assignee_id, id) WHERE assignee_id IS NOT NULL;

CREATE INDEX ticket_of_project ON tickets (account_id, project_id, id) WHERE project_id IS NOT NULL;

CREATE INDEX ticket_of_requester ON tickets (account_id, requester_id, id);

ALTER TABLE tickets ENABLE ROW LEVEL SECURITY;

ALTER TABLE tickets FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON tickets USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON tickets TO {app_role};

CREATE TABLE timesheet_changes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    timesheet_id UUID NOT NULL,
    version INTEGER NOT NULL,
    act TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by TEXT,
    reason TEXT,
    digest TEXT,
    entry_id UUID,
    file_name TEXT,
    entries INTEGER,
    id UUID NOT NULL,
    CONSTRAINT timesheet_changes_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT timesheet_changes_account_id_timesheet_id_fkey FOREIGN KEY(account_id, timesheet_id) REFERENCES timesheets (account_id, id),
    CONSTRAINT timesheet_changes_entries_check CHECK (CASE WHEN act = 'imported-after-lock' THEN coalesce(entries, 0) > 0 ELSE entries IS NULL END)
);

CREATE INDEX timesheet_change_of_sheet ON timesheet_changes (account_id, timesheet_id);

ALTER TABLE timesheet_changes ENABLE ROW LEVEL SECURITY;

ALTER TABLE timesheet_changes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON timesheet_changes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON timesheet_changes TO {app_role};

CREATE TABLE attachments (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    ticket_id UUID NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BYTEA NOT NULL,
    added_by TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT attachments_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT attachments_size_check CHECK (size > 0),
    CONSTRAINT attachments_account_id_ticket_id_fkey FOREIGN KEY(account_id, ticket_id) REFERENCES tickets (account_id, id)
);

CREATE INDEX attachment_of_ticket ON attachments (account_id, ticket_id, id);

ALTER TABLE attachments ENABLE ROW LEVEL SECURITY;

ALTER TABLE attachments FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON attachments USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON attachments TO {app_role};

CREATE TABLE favourites (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agent_id UUID NOT NULL,
    position INTEGER NOT NULL,
    organization_id UUID,
    project_id UUID,
    task_id UUID,
    ticket_id UUID,
    service_type_id UUID,
    description TEXT DEFAULT '' NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT favourites_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT favourites_item_check CHECK (task_id IS NULL OR ticket_id IS NULL),
    CONSTRAINT favourite_agent FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id),
    CONSTRAINT favourite_organization FOREIGN KEY(account_id, organization_id) REFERENCES organizations (account_id, id),
    CONSTRAINT favourite_project FOREIGN KEY(account_id, project_id) REFERENCES projects (account_id, id),
    CONSTRAINT favourite_task FOREIGN KEY(account_id, task_id) REFERENCES tasks (account_id, id),
    CONSTRAINT favourite_ticket FOREIGN KEY(account_id, ticket_id) REFERENCES tickets (account_id, id),
    CONSTRAINT favourite_service_type FOREIGN KEY(account_id, service_type_id) REFERENCES service_types (account_id, id)
);

CREATE INDEX favourite_of_agent ON favourites (account_id, agent_id, position);

ALTER TABLE favourites ENABLE ROW LEVEL SECURITY;

ALTER TABLE favourites FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON favourites USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON favourites TO {app_role};

CREATE TABLE task_assignees (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    task_id UUID NOT NULL,
    agent_id UUID NOT NULL,
    CONSTRAINT task_assignees_pkey PRIMARY KEY (account_id, task_id, agent_id),
    CONSTRAINT task_assigned FOREIGN KEY(account_id, task_id) REFERENCES tasks (account_id, id),
    CONSTRAINT task_assignee FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id)
);

CREATE INDEX task_of_assignee ON task_assignees (account_id, agent_id);

ALTER TABLE task_assignees ENABLE ROW LEVEL SECURITY;

ALTER TABLE task_assignees FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON task_assignees USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON task_assignees TO {app_role};

CREATE TABLE task_dependencies (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    task_id UUID NOT NULL,
    depends_on UUID NOT NULL,
    project_id UUID NOT NULL,
    CONSTRAINT task_dependencies_pkey PRIMARY KEY (account_id, task_id, depends_on),
    CONSTRAINT task_dependencies_self_check CHECK (task_id <> depends_on),
    CONSTRAINT task_dependent FOREIGN KEY(account_id, project_id, task_id) REFERENCES tasks (account_id, project_id, id),
    CONSTRAINT task_dependency FOREIGN KEY(account_id, project_id, depends_on) REFERENCES tasks (account_id, project_id, id)
);

CREATE INDEX task_dependency_of ON task_dependencies (account_id, depends_on);

ALTER TABLE task_dependencies ENABLE ROW LEVEL SECURITY;

ALTER TABLE task_dependencies FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON task_dependencies USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON task_dependencies TO {app_role};

CREATE TABLE ticket_links (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    ticket_id UUID NOT NULL,
    kind TEXT NOT NULL,
    other_ticket_id UUID,
    task_id UUID,
    id UUID NOT NULL,
    CONSTRAINT ticket_links_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT ticket_links_kind_check CHECK (kind IN ('related', 'blocks', 'blocked_by', 'duplicate_of', 'duplicated_by')),
    CONSTRAINT ticket_links_end_check CHECK ((other_ticket_id IS NULL) <> (task_id IS NULL)),
    CONSTRAINT ticket_links_itself_check CHECK (other_ticket_id <> ticket_id),
    CONSTRAINT ticket_links_account_id_ticket_id_fkey FOREIGN KEY(account_id, ticket_id) REFERENCES tickets (account_id, id),
    CONSTRAINT ticket_links_other_ticket FOREIGN KEY(account_id, other_ticket_id) REFERENCES tickets (account_id, id),
    CONSTRAINT ticket_links_task FOREIGN KEY(account_id, task_id) REFERENCES tasks (account_id, id)
);

CREATE INDEX link_of_ticket ON ticket_links (account_id, ticket_id);

CREATE INDEX link_to_ticket ON ticket_links (account_id, other_ticket_id);

CREATE UNIQUE INDEX task_link_taken ON ticket_links (account_id, kind, ticket_id, task_id) WHERE task_id IS NOT NULL;

CREATE UNIQUE INDEX ticket_link_taken ON ticket_links (account_id, kind, least(ticket_id, other_ticket_id), greatest(ticket_id, other_ticket_id)) WHERE other_ticket_id IS NOT NULL;

ALTER TABLE ticket_links ENABLE ROW LEVEL SECURITY;

ALTER TABLE ticket_links FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON ticket_links USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON ticket_links TO {app_role};

CREATE TABLE ticket_words (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    ticket_id UUID NOT NULL,
    word TEXT NOT NULL,
    CONSTRAINT ticket_words_pkey PRIMARY KEY (account_id, ticket_id, word),
    CONSTRAINT ticket_words_account_id_ticket_id_fkey FOREIGN KEY(account_id, ticket_id) REFERENCES tickets (account_id, id)
);

CREATE INDEX ticket_by_word ON ticket_words (account_id, word text_pattern_ops, ticket_id);

ALTER TABLE ticket_words ENABLE ROW LEVEL SECURITY;

ALTER TABLE ticket_words FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON ticket_words USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON ticket_words TO {app_role};

CREATE TABLE time_entries (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agent_id UUID NOT NULL,
    timesheet_id UUID NOT NULL,
    work_date DATE NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    seconds INTEGER NOT NULL,
    time_zone TEXT NOT NULL,
    break_seconds INTEGER DEFAULT 0 NOT NULL,
    exclusive BOOLEAN DEFAULT true NOT NULL,
    source TEXT,
    capped BOOLEAN DEFAULT false NOT NULL,
    measured BOOLEAN DEFAULT false NOT NULL,
    state TEXT DEFAULT 'draft' NOT NULL,
    requests TEXT[] DEFAULT '{}' NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    id UUID NOT NULL,
    organization_id UUID,
    project_id UUID,
    task_id UUID,
    ticket_id UUID,
    service_type_id UUID,
    billable BOOLEAN NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    tags TEXT[] DEFAULT '{}' NOT NULL,
    organization_source TEXT,
    billable_source TEXT,
    CONSTRAINT time_entries_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT time_entries_seconds_check CHECK (seconds BETWEEN 1 AND 86400),
    CONSTRAINT time_entries_item_check CHECK (task_id IS NULL OR ticket_id IS NULL),
    CONSTRAINT time_entries_state_check CHECK (state IN ('draft', 'submitted', 'approved', 'billed')),
    CONSTRAINT time_entries_timed_check CHECK ((started_at IS NULL) = (ended_at IS NULL)),
    CONSTRAINT time_entries_span_check CHECK (extract(epoch FROM ended_at - started_at) = seconds + break_seconds),
    CONSTRAINT time_entries_break_check CHECK (break_seconds BETWEEN 0 AND 86400 - seconds AND (break_seconds = 0 OR started_at IS NOT NULL)),
    CONSTRAINT time_entry_agent FOREIGN KEY(account_id, agent_id) REFERENCES agents (account_id, id),
    CONSTRAINT time_entries_account_id_timesheet_id_fkey FOREIGN KEY(account_id, timesheet_id) REFERENCES timesheets (account_id, id),
    CONSTRAINT time_entry_organization FOREIGN KEY(account_id, organization_id) REFERENCES organizations (account_id, id),
    CONSTRAINT time_entry_project FOREIGN KEY(account_id, project_id) REFERENCES projects (account_id, id),
    CONSTRAINT time_entry_task FOREIGN KEY(account_id, task_id) REFERENCES tasks (account_id, id),
    CONSTRAINT time_entry_ticket FOREIGN KEY(account_id, ticket_id) REFERENCES tickets (account_id, id),
    CONSTRAINT time_entry_service_type FOREIGN KEY(account_id, service_type_id) REFERENCES service_types (account_id, id),
    CONSTRAINT time_entries_overlap EXCLUDE USING gist (account_id WITH =, agent_id WITH =, tstzrange(started_at, ended_at) WITH &&) WHERE (started_at IS NOT NULL AND exclusive)
);

CREATE INDEX time_entry_by_day ON time_entries (account_id, work_date);

CREATE INDEX time_entry_by_state ON time_entries (account_id, state, id);

CREATE INDEX time_entry_of_agent ON time_entries (account_id, agent_id, work_date);

CREATE INDEX time_entry_of_organization ON time_entries (account_id, organization_id, work_date);

CREATE INDEX time_entry_of_sheet ON time_entries (account_id, timesheet_id);

ALTER TABLE time_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE time_entries FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON time_entries USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON time_entries TO {app_role};

CREATE TABLE attachment_contents (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    content BYTEA NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT attachment_contents_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT attachment_contents_account_id_id_fkey FOREIGN KEY(account_id, id) REFERENCES attachments (account_id, id)
);

ALTER TABLE attachment_contents ENABLE ROW LEVEL SECURITY;

ALTER TABLE attachment_contents FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON attachment_contents USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON attachment_contents TO {app_role};

CREATE TABLE rejected_entries (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    entry_id UUID NOT NULL,
    entry_version INTEGER NOT NULL,
    timesheet_id UUID NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT rejected_entries_pkey PRIMARY KEY (account_id, entry_id),
    CONSTRAINT rejected_entries_account_id_entry_id_fkey FOREIGN KEY(account_id, entry_id) REFERENCES time_entries (account_id, id) ON DELETE CASCADE,
    CONSTRAINT rejected_entries_account_id_timesheet_id_fkey FOREIGN KEY(account_id, timesheet_id) REFERENCES timesheets (account_id, id)
);

CREATE INDEX rejected_entry_of_sheet ON rejected_entries (account_id, timesheet_id);

ALTER TABLE rejected_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE rejected_entries FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON rejected_entries USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON rejected_entries TO {app_role};

CREATE FUNCTION time_entries_insert_summed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    spent record;
    importing uuid := coalesce(nullif(current_setting('honorar.import', true), ''), '00000000-0000-0000-0000-000000000000');
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT agent_id, work_date FROM (SELECT 1 AS sign, * FROM added) changes WHERE NOT capped GROUP BY 1, 2
            HAVING sum(sign * seconds) > 0 AND bool_or(sign = 1 AND NOT measured AND source IS NULL)
        ) grown
        WHERE (
            SELECT sum(seconds) FROM time_entries e
            WHERE e.agent_id = grown.agent_id AND e.work_date = grown.work_date AND NOT e.capped
        ) > 86400
    ) THEN
        RAISE check_violation USING CONSTRAINT = 'time_entries_day', TABLE = 'time_entries',
            MESSAGE = 'the day has more than 24 hours of work';
    END IF;
    INSERT INTO logged_days AS known (project_id, task_id, agent_id, work_date, import_id, seconds)
    SELECT project_id, coalesce(task_id, '00000000-0000-0000-0000-000000000000'), agent_id, work_date, importing, sum(sign * seconds)
    FROM (SELECT 1 AS sign, * FROM added) changes WHERE project_id IS NOT NULL
    GROUP BY 1, 2, 3, 4 HAVING sum(sign * seconds) <> 0 ORDER BY 1, 2, 3, 4
    ON CONFLICT (account_id, project_id, task_id, agent_id, work_date, import_id)
        DO UPDATE SET seconds = known.seconds + excluded.seconds;
    IF NOT FOUND OR importing <> '00000000-0000-0000-0000-000000000000' THEN
        RETURN NULL;
    END IF;
    SELECT count(budget_seconds) AS budgets INTO spent FROM (
        SELECT budget_seconds FROM projects WHERE id IN (SELECT project_id FROM (SELECT 1 AS sign, * FROM added) changes)
        ORDER BY id FOR KEY SHARE
    ) locked;
    IF spent.budgets > 0 THEN
        FOR spent IN
            WITH counted AS (
                INSERT INTO spent_budgets AS known (project_id, first_day, seconds)
                SELECT p.id, CASE p.budget_period WHEN 'month' THEN date_trunc('month', work_date::timestamp)::date
    ELSE DATE '1900-01-01' END, sum(sign * seconds)
                FROM (SELECT 1 AS sign, * FROM added) changes JOIN projects p ON p.id = changes.project_id
                WHERE p.budget_seconds IS NOT NULL
                GROUP BY 1, 2 HAVING sum(sign * seconds) <> 0 ORDER BY 1, 2
                ON CONFLICT (account_id, project_id, first_day)
                    DO UPDATE SET seconds = known.seconds + excluded.seconds
                RETURNING *
            )
            SELECT c.project_id, c.first_day FROM counted c JOIN projects p ON p.id = c.project_id
            WHERE p.overspend = 'refuse' AND c.seconds > p.budget_seconds
        LOOP
            IF (
                SELECT sum(sign * seconds) > 0 AND bool_or(sign = 1 AND NOT measured)
                FROM (SELECT 1 AS sign, * FROM added) changes JOIN projects p ON p.id = changes.project_id
                WHERE p.id = spent.project_id AND CASE p.budget_period WHEN 'month' THEN date_trunc('month', work_date::timestamp)::date
    ELSE DATE '1900-01-01' END = spent.first_day
            ) THEN
                RAISE check_violation USING CONSTRAINT = 'project_budget', TABLE = 'time_entries',
                    MESSAGE = 'the budget of the project is used up';
            END IF;
        END LOOP;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER time_entries_insert_summed AFTER INSERT ON time_entries REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION time_entries_insert_summed();

CREATE FUNCTION time_entries_update_summed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    spent record;
    importing uuid := coalesce(nullif(current_setting('honorar.import', true), ''), '00000000-0000-0000-0000-000000000000');
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT agent_id, work_date FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1 AS sign, * FROM added) changes WHERE NOT capped GROUP BY 1, 2
            HAVING sum(sign * seconds) > 0 AND bool_or(sign = 1 AND NOT measured AND source IS NULL)
        ) grown
        WHERE (
            SELECT sum(seconds) FROM time_entries e
            WHERE e.agent_id = grown.agent_id AND e.work_date = grown.work_date AND NOT e.capped
        ) > 86400
    ) THEN
        RAISE check_violation USING CONSTRAINT = 'time_entries_day', TABLE = 'time_entries',
            MESSAGE = 'the day has more than 24 hours of work';
    END IF;
    INSERT INTO logged_days AS known (project_id, task_id, agent_id, work_date, import_id, seconds)
    SELECT project_id, coalesce(task_id, '00000000-0000-0000-0000-000000000000'), agent_id, work_date, importing, sum(sign * seconds)
    FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1 AS sign, * FROM added) changes WHERE project_id IS NOT NULL
    GROUP BY 1, 2, 3, 4 HAVING sum(sign * seconds) <> 0 ORDER BY 1, 2, 3, 4
    ON CONFLICT (account_id, project_id, task_id, agent_id, work_date, import_id)
        DO UPDATE SET seconds = known.seconds + excluded.seconds;
    IF NOT FOUND OR importing <> '00000000-0000-0000-0000-000000000000' THEN
        RETURN NULL;
    END IF;
    SELECT count(budget_seconds) AS budgets INTO spent FROM (
        SELECT budget_seconds FROM projects WHERE id IN (SELECT project_id FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1 AS sign, * FROM added) changes)
        ORDER BY id FOR KEY SHARE
    ) locked;
    IF spent.budgets > 0 THEN
        FOR spent IN
            WITH counted AS (
                INSERT INTO spent_budgets AS known (project_id, first_day, seconds)
                SELECT p.id, CASE p.budget_period WHEN 'month' THEN date_trunc('month', work_date::timestamp)::date
    ELSE DATE '1900-01-01' END, sum(sign * seconds)
                FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1 AS sign, * FROM added) changes JOIN projects p ON p.id = changes.project_id
                WHERE p.budget_seconds IS NOT NULL
                GROUP BY 1, 2 HAVING sum(sign * seconds) <> 0 ORDER BY 1, 2
                ON CONFLICT (account_id, project_id, first_day)
                    DO UPDATE SET seconds = known.seconds + excluded.seconds
                RETURNING *
            )
            SELECT c.project_id, c.first_day FROM counted c JOIN projects p ON p.id = c.project_id
            WHERE p.overspend = 'refuse' AND c.seconds > p.budget_seconds
        LOOP
            IF (
                SELECT sum(sign * seconds) > 0 AND bool_or(sign = 1 AND NOT measured)
                FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1 AS sign, * FROM added) changes JOIN projects p ON p.id = changes.project_id
                WHERE p.id = spent.project_id AND CASE p.budget_period WHEN 'month' THEN date_trunc('month', work_date::timestamp)::date
    ELSE DATE '1900-01-01' END = spent.first_day
            ) THEN
                RAISE check_violation USING CONSTRAINT = 'project_budget', TABLE = 'time_entries',
                    MESSAGE = 'the budget of the project is used up';
            END IF;
        END LOOP;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER time_entries_update_summed AFTER UPDATE ON time_entries REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION time_entries_update_summed();

CREATE FUNCTION time_entries_delete_summed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    spent record;
    importing uuid := coalesce(nullif(current_setting('honorar.import', true), ''), '00000000-0000-0000-0000-000000000000');
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT agent_id, work_date FROM (SELECT -1 AS sign, * FROM removed) changes WHERE NOT capped GROUP BY 1, 2
            HAVING sum(sign * seconds) > 0 AND bool_or(sign = 1 AND NOT measured AND source IS NULL)
        ) grown
        WHERE (
            SELECT sum(seconds) FROM time_entries e
            WHERE e.agent_id = grown.agent_id AND e.work_date = grown.work_date AND NOT e.capped
        ) > 86400
    ) THEN
        RAISE check_violation USING CONSTRAINT = 'time_entries_day', TABLE = 'time_entries',
            MESSAGE = 'the day has more than 24 hours of work';
    END IF;
    INSERT INTO logged_days AS known (project_id, task_id, agent_id, work_date, import_id, seconds)
    SELECT project_id, coalesce(task_id, '00000000-0000-0000-0000-000000000000'), agent_id, work_date, importing, sum(sign * seconds)
    FROM (SELECT -1 AS sign, * FROM removed) changes WHERE project_id IS NOT NULL
    GROUP BY 1, 2, 3, 4 HAVING sum(sign * seconds) <> 0 ORDER BY 1, 2, 3, 4
    ON CONFLICT (account_id, project_id, task_id, agent_id, work_date, import_id)
        DO UPDATE SET seconds = known.seconds + excluded.seconds;
    IF NOT FOUND OR importing <> '00000000-0000-0000-0000-000000000000' THEN
        RETURN NULL;
    END IF;
    SELECT count(budget_seconds) AS budgets INTO spent FROM (
        SELECT budget_seconds FROM projects WHERE id IN (SELECT project_id FROM (SELECT -1 AS sign, * FROM removed) changes)
        ORDER BY id FOR KEY SHARE
    ) locked;
    IF spent.budgets > 0 THEN
        FOR spent IN
            WITH counted AS (
                INSERT INTO spent_budgets AS known (project_id, first_day, seconds)
                SELECT p.id, CASE p.budget_period WHEN 'month' THEN date_trunc('month', work_date::timestamp)::date
    ELSE DATE '1900-01-01' END, sum(sign * seconds)
                FROM (SELECT -1 AS sign, * FROM removed) changes JOIN projects p ON p.id = changes.project_id
                WHERE p.budget_seconds IS NOT NULL
                GROUP BY 1, 2 HAVING sum(sign * seconds) <> 0 ORDER BY 1, 2
                ON CONFLICT (account_id, project_id, first_day)
                    DO UPDATE SET seconds = known.seconds + excluded.seconds
                RETURNING *
            )
            SELECT c.project_id, c.first_day FROM counted c JOIN projects p ON p.id = c.project_id
            WHERE p.overspend = 'refuse' AND c.seconds > p.budget_seconds
        LOOP
            IF (
                SELECT sum(sign * seconds) > 0 AND bool_or(sign = 1 AND NOT measured)
                FROM (SELECT -1 AS sign, * FROM removed) changes JOIN projects p ON p.id = changes.project_id
                WHERE p.id = spent.project_id AND CASE p.budget_period WHEN 'month' THEN date_trunc('month', work_date::timestamp)::date
    ELSE DATE '1900-01-01' END = spent.first_day
            ) THEN
                RAISE check_violation USING CONSTRAINT = 'project_budget', TABLE = 'time_entries',
                    MESSAGE = 'the budget of the project is used up';
            END IF;
        END LOOP;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER time_entries_delete_summed AFTER DELETE ON time_entries REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION time_entries_delete_summed();

CREATE FUNCTION spend_budgets(worked_on uuid[], months date[], worked bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    spent record;
BEGIN
    SELECT count(budget_seconds) AS budgets INTO spent FROM (
        SELECT budget_seconds FROM projects WHERE id IN (SELECT project_id FROM (SELECT 1 AS sign, false AS measured, * FROM unnest(worked_on, months, worked)
        AS given (project_id, work_date, seconds)) changes)
        ORDER BY id FOR KEY SHARE
    ) locked;
    IF spent.budgets > 0 THEN
        FOR spent IN
            WITH counted AS (
                INSERT INTO spent_budgets AS known (project_id, first_day, seconds)
                SELECT p.id, CASE p.budget_period WHEN 'month' THEN date_trunc('month', work_date::timestamp)::date
    ELSE DATE '1900-01-01' END, sum(sign * seconds)
                FROM (SELECT 1 AS sign, false AS measured, * FROM unnest(worked_on, months, worked)
        AS given (project_id, work_date, seconds)) changes JOIN projects p ON p.id = changes.project_id
                WHERE p.budget_seconds IS NOT NULL
                GROUP BY 1, 2 HAVING sum(sign * seconds) <> 0 ORDER BY 1, 2
                ON CONFLICT (account_id, project_id, first_day)
                    DO UPDATE SET seconds = known.seconds + excluded.seconds
                RETURNING *
            )
            SELECT c.project_id, c.first_day FROM counted c JOIN projects p ON p.id = c.project_id
            WHERE p.overspend = 'refuse' AND c.seconds > p.budget_seconds
        LOOP
            IF (
                SELECT sum(sign * seconds) > 0 AND bool_or(sign = 1 AND NOT measured)
                FROM (SELECT 1 AS sign, false AS measured, * FROM unnest(worked_on, months, worked)
        AS given (project_id, work_date, seconds)) changes JOIN projects p ON p.id = changes.project_id
                WHERE p.id = spent.project_id AND CASE p.budget_period WHEN 'month' THEN date_trunc('month', work_date::timestamp)::date
    ELSE DATE '1900-01-01' END = spent.first_day
            ) THEN
                RAISE check_violation USING CONSTRAINT = 'project_budget', TABLE = 'time_entries',
                    MESSAGE = 'the budget of the project is used up';
            END IF;
        END LOOP;
    END IF;
END $$;

CREATE FUNCTION spent_budgets_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
    SELECT 'tell-budget-reached', concat_ws(' ', p.id, NEW.first_day, p.budget_seconds, percent),
        jsonb_build_object('project_id', p.id, 'first_day', NEW.first_day, 'percent', percent,
            'budget_seconds', p.budget_seconds, 'logged_seconds', NEW.seconds), '{}', now()
    FROM projects p, unnest(ARRAY[80, 100]) percent
    WHERE p.id = NEW.project_id AND percent > NEW.reached AND NEW.seconds * 100 >= p.budget_seconds * percent
    ORDER BY percent
    ON CONFLICT (kind, account_id, key) DO NOTHING;
    UPDATE spent_budgets s SET reached = told.percent
    FROM (
        SELECT CASE WHEN NEW.seconds >= p.budget_seconds THEN 100 ELSE 80 END AS percent FROM projects p
        WHERE p.id = NEW.project_id AND NEW.seconds * 100 >= p.budget_seconds * 80
    ) told
    WHERE s.project_id = NEW.project_id AND s.first_day = NEW.first_day AND told.percent > s.reached;
    RETURN NULL;
END $$;

CREATE TRIGGER spent_budgets_told AFTER INSERT OR UPDATE OF seconds ON spent_budgets
    FOR EACH ROW EXECUTE FUNCTION spent_budgets_told();

CREATE FUNCTION time_entries_insert_worked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asking bigint;
BEGIN
    WITH appended AS (
        INSERT INTO worked_changes (work_date, agent_id, organization_id, project_id, service_type_id, entries, seconds, billable_seconds, submitted_seconds, submitted_billable_seconds, approved_seconds, approved_billable_seconds, billed_seconds)
        SELECT work_date, agent_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), coalesce(project_id, '00000000-0000-0000-0000-000000000000'), coalesce(service_type_id, '00000000-0000-0000-0000-000000000000'), sum(sign), sum(CASE WHEN true THEN sign * seconds ELSE 0 END), sum(CASE WHEN billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'submitted' THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'submitted' AND billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state IN ('approved', 'billed') THEN sign * seconds ELSE 0 END), sum(CASE WHEN state IN ('approved', 'billed') AND billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'billed' THEN sign * seconds ELSE 0 END) FROM (SELECT 1 AS sign, * FROM added) changes
        GROUP BY 1, 2, 3, 4, 5
        RETURNING id
    )
    SELECT max(id) INTO asking FROM appended WHERE id % 256 = 0;
    IF asking IS NOT NULL THEN
        INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
        VALUES ('compact-worked-days', asking::text, '{}', '{}', now());
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER time_entries_insert_worked AFTER INSERT ON time_entries REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION time_entries_insert_worked();

CREATE FUNCTION time_entries_update_worked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asking bigint;
BEGIN
    WITH appended AS (
        INSERT INTO worked_changes (work_date, agent_id, organization_id, project_id, service_type_id, entries, seconds, billable_seconds, submitted_seconds, submitted_billable_seconds, approved_seconds, approved_billable_seconds, billed_seconds)
        SELECT work_date, agent_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), coalesce(project_id, '00000000-0000-0000-0000-000000000000'), coalesce(service_type_id, '00000000-0000-0000-0000-000000000000'), sum(sign), sum(CASE WHEN true THEN sign * seconds ELSE 0 END), sum(CASE WHEN billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'submitted' THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'submitted' AND billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state IN ('approved', 'billed') THEN sign * seconds ELSE 0 END), sum(CASE WHEN state IN ('approved', 'billed') AND billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'billed' THEN sign * seconds ELSE 0 END) FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1 AS sign, * FROM added) changes
        GROUP BY 1, 2, 3, 4, 5 HAVING (sum(sign), sum(CASE WHEN true THEN sign * seconds ELSE 0 END), sum(CASE WHEN billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'submitted' THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'submitted' AND billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state IN ('approved', 'billed') THEN sign * seconds ELSE 0 END), sum(CASE WHEN state IN ('approved', 'billed') AND billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'billed' THEN sign * seconds ELSE 0 END)) <> (0, 0, 0, 0, 0, 0, 0, 0)
        RETURNING id
    )
    SELECT max(id) INTO asking FROM appended WHERE id % 256 = 0;
    IF asking IS NOT NULL THEN
        INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
        VALUES ('compact-worked-days', asking::text, '{}', '{}', now());
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER time_entries_update_worked AFTER UPDATE ON time_entries REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION time_entries_update_worked();

CREATE FUNCTION time_entries_delete_worked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asking bigint;
BEGIN
    WITH appended AS (
        INSERT INTO worked_changes (work_date, agent_id, organization_id, project_id, service_type_id, entries, seconds, billable_seconds, submitted_seconds, submitted_billable_seconds, approved_seconds, approved_billable_seconds, billed_seconds)
        SELECT work_date, agent_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), coalesce(project_id, '00000000-0000-0000-0000-000000000000'), coalesce(service_type_id, '00000000-0000-0000-0000-000000000000'), sum(sign), sum(CASE WHEN true THEN sign * seconds ELSE 0 END), sum(CASE WHEN billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'submitted' THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'submitted' AND billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state IN ('approved', 'billed') THEN sign * seconds ELSE 0 END), sum(CASE WHEN state IN ('approved', 'billed') AND billable THEN sign * seconds ELSE 0 END), sum(CASE WHEN state = 'billed' THEN sign * seconds ELSE 0 END) FROM (SELECT -1 AS sign, * FROM removed) changes
        GROUP BY 1, 2, 3, 4, 5
        RETURNING id
    )
    SELECT max(id) INTO asking FROM appended WHERE id % 256 = 0;
    IF asking IS NOT NULL THEN
        INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
        VALUES ('compact-worked-days', asking::text, '{}', '{}', now());
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER time_entries_delete_worked AFTER DELETE ON time_entries REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION time_entries_delete_worked();


CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE billed_ranges (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    entry_id UUID NOT NULL,
    line_id UUID NOT NULL,
    start_second INTEGER NOT NULL,
    end_second INTEGER NOT NULL,
    price_version INTEGER,
    amount NUMERIC,
    currency TEXT,
    billed_at TIMESTAMP WITH TIME ZONE,
    released_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT billed_ranges_pkey PRIMARY KEY (account_id, entry_id, line_id, start_second),
    CONSTRAINT billed_ranges_seconds_check CHECK (0 <= start_second AND start_second < end_second),
    CONSTRAINT billed_ranges_price_version_check CHECK (price_version > 0),
    CONSTRAINT billed_ranges_billed_are_whole CHECK (num_nulls(price_version, amount, currency, billed_at) = CASE WHEN billed_at IS NULL THEN 4 ELSE 0 END),
    CONSTRAINT billed_ranges_billed_or_released CHECK (num_nonnulls(billed_at, released_at) > 0)
);

ALTER TABLE billed_ranges ENABLE ROW LEVEL SECURITY;

ALTER TABLE billed_ranges FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON billed_ranges USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON billed_ranges TO {app_role};

CREATE TABLE known_references (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    field TEXT NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT known_references_pkey PRIMARY KEY (account_id, field, id)
);

ALTER TABLE known_references ENABLE ROW LEVEL SECURITY;

ALTER TABLE known_references FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON known_references USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON known_references TO {app_role};

CREATE TABLE membership_lists (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agent_id UUID NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT membership_lists_pkey PRIMARY KEY (account_id, agent_id)
);

ALTER TABLE membership_lists ENABLE ROW LEVEL SECURITY;

ALTER TABLE membership_lists FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON membership_lists USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON membership_lists TO {app_role};

CREATE TABLE prices (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    entry_id UUID NOT NULL,
    price_version INTEGER NOT NULL,
    entry_version INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    rule_id UUID,
    amount NUMERIC,
    currency TEXT,
    unpriced_reason TEXT,
    priced_at TIMESTAMP WITH TIME ZONE NOT NULL,
    rules_as_of TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT prices_pkey PRIMARY KEY (account_id, entry_id, price_version),
    CONSTRAINT prices_price_version_check CHECK (price_version > 0),
    CONSTRAINT prices_unpriced_reason_check CHECK (unpriced_reason IN ('no-rate', 'no-organization', 'not-billable')),
    CONSTRAINT prices_priced_or_reason CHECK (num_nulls(rule_id, amount, currency) = CASE WHEN unpriced_reason IS NULL THEN 0 ELSE 3 END)
);

ALTER TABLE prices ENABLE ROW LEVEL SECURITY;

ALTER TABLE prices FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON prices USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON prices TO {app_role};

CREATE TABLE rate_cards (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT rate_cards_pkey PRIMARY KEY (account_id)
);

ALTER TABLE rate_cards ENABLE ROW LEVEL SECURITY;

ALTER TABLE rate_cards FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON rate_cards USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON rate_cards TO {app_role};

CREATE TABLE rates (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    rule_id UUID NOT NULL,
    version INTEGER NOT NULL,
    project_id UUID,
    organization_id UUID,
    agent_id UUID,
    service_type_id UUID,
    weight INTEGER GENERATED ALWAYS AS (16 * (project_id IS NOT NULL)::int + 8 * (organization_id IS NOT NULL)::int + 4 * (agent_id IS NOT NULL)::int + (service_type_id IS NOT NULL)::int) STORED NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    superseded_at TIMESTAMP WITH TIME ZONE,
    superseded_by TEXT,
    CONSTRAINT rates_pkey PRIMARY KEY (account_id, rule_id, version),
    CONSTRAINT rates_version_check CHECK (version > 0),
    CONSTRAINT rates_amount_check CHECK (amount >= 0),
    CONSTRAINT rates_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT rates_end_after_start CHECK (valid_to >= valid_from),
    CONSTRAINT rates_recorded_then_superseded CHECK (superseded_at >= recorded_at),
    CONSTRAINT rates_never_overlap EXCLUDE USING gist (account_id WITH =, coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(agent_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(service_type_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (superseded_at IS NULL)
);

CREATE INDEX rates_by_weight ON rates (account_id, weight DESC) WHERE superseded_at IS NULL;

ALTER TABLE rates ENABLE ROW LEVEL SECURITY;

ALTER TABLE rates FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON rates USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (superseded_at, superseded_by) ON rates TO {app_role};

CREATE TABLE team_memberships (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agent_id UUID NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    team_id UUID NOT NULL,
    CONSTRAINT team_memberships_pkey PRIMARY KEY (account_id, agent_id, first_day),
    CONSTRAINT team_memberships_end_after_start CHECK (last_day >= first_day),
    CONSTRAINT one_team_per_day EXCLUDE USING gist (account_id WITH =, agent_id WITH =, daterange(first_day, last_day, '[]') WITH &&)
);

ALTER TABLE team_memberships ENABLE ROW LEVEL SECURITY;

ALTER TABLE team_memberships FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON team_memberships USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON team_memberships TO {app_role};

CREATE TABLE time_entries (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    entry_id UUID NOT NULL,
    version INTEGER NOT NULL,
    live BOOLEAN NOT NULL,
    work_item_id UUID,
    project_id UUID,
    organization_id UUID,
    agent_id UUID,
    service_type_id UUID,
    work_date DATE,
    seconds INTEGER,
    billable BOOLEAN,
    billed_at TIMESTAMP WITH TIME ZONE,
    price_version INTEGER DEFAULT '0' NOT NULL,
    rule_id UUID,
    amount NUMERIC,
    currency TEXT,
    unpriced_reason TEXT,
    CONSTRAINT time_entries_pkey PRIMARY KEY (account_id, entry_id),
    CONSTRAINT time_entries_live_are_whole CHECK (NOT live OR num_nulls(agent_id, work_date, seconds, billable) = 0),
    CONSTRAINT time_entries_rate_is_whole CHECK ((amount IS NULL) = (currency IS NULL) AND (amount IS NOT NULL OR rule_id IS NULL)),
    CONSTRAINT time_entries_priced_or_reason CHECK (NOT live OR price_version = 0 OR (amount IS NULL) = (unpriced_reason IS NOT NULL))
);

CREATE INDEX time_entries_billed_by_rule ON time_entries (account_id, rule_id) WHERE billed_at IS NOT NULL;

CREATE INDEX time_entries_by_day ON time_entries (account_id, work_date, entry_id) WHERE live;

ALTER TABLE time_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE time_entries FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON time_entries USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON time_entries TO {app_role};


CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE account_settings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    currency TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    CONSTRAINT account_settings_pkey PRIMARY KEY (account_id),
    CONSTRAINT account_settings_currency_check CHECK (currency ~ '^[A-Z]{3}$')
);

ALTER TABLE account_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE account_settings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON account_settings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON account_settings TO {app_role};

CREATE TABLE agreement_billed_draws (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    charge_id UUID NOT NULL,
    agreement_id UUID NOT NULL,
    month DATE,
    own_seconds BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    money NUMERIC NOT NULL,
    CONSTRAINT agreement_billed_draws_pkey PRIMARY KEY (account_id, charge_id)
);

CREATE INDEX agreement_billed_draws_of_no_month ON agreement_billed_draws (account_id, agreement_id) WHERE month IS NULL;

ALTER TABLE agreement_billed_draws ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreement_billed_draws FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agreement_billed_draws USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON agreement_billed_draws TO {app_role};

CREATE TABLE agreement_blocks (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    block_id UUID NOT NULL,
    agreement_id UUID NOT NULL,
    bought_on DATE NOT NULL,
    price NUMERIC NOT NULL,
    seconds INTEGER,
    amount NUMERIC,
    expires_on DATE,
    charge_id UUID NOT NULL,
    usable_from DATE,
    drawn_seconds INTEGER DEFAULT '0' NOT NULL,
    drawn_amount NUMERIC DEFAULT '0' NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    CONSTRAINT agreement_blocks_pkey PRIMARY KEY (account_id, block_id),
    CONSTRAINT agreement_blocks_hold_something CHECK (num_nonnulls(seconds, amount) = 1 AND coalesce(seconds, amount) > 0),
    CONSTRAINT agreement_blocks_price_check CHECK (price >= 0),
    CONSTRAINT agreement_blocks_expire_after_purchase CHECK (expires_on >= bought_on),
    CONSTRAINT agreement_blocks_drawn_check CHECK (least(drawn_seconds, drawn_amount) >= 0)
);

CREATE UNIQUE INDEX agreement_blocks_by_charge ON agreement_blocks (account_id, charge_id);

CREATE INDEX agreement_blocks_of_agreement ON agreement_blocks (account_id, agreement_id);

ALTER TABLE agreement_blocks ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreement_blocks FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agreement_blocks USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (usable_from, drawn_seconds, drawn_amount) ON agreement_blocks TO {app_role};

CREATE TABLE agreement_charge_versions (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    charge_id UUID NOT NULL,
    version INTEGER NOT NULL,
    included_seconds INTEGER,
    rolled_over_seconds INTEGER NOT NULL,
    minimum NUMERIC,
    CONSTRAINT agreement_charge_versions_pkey PRIMARY KEY (account_id, charge_id, version)
);

ALTER TABLE agreement_charge_versions ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreement_charge_versions FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agreement_charge_versions USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON agreement_charge_versions TO {app_role};

CREATE TABLE agreement_charges (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    charge_id UUID NOT NULL,
    version INTEGER NOT NULL,
    agreement_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    kind TEXT NOT NULL,
    month DATE,
    name TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    in_advance BOOLEAN NOT NULL,
    billable_from DATE,
    cancelled BOOLEAN NOT NULL,
    included_seconds INTEGER,
    rolled_over_seconds INTEGER NOT NULL,
    used_seconds INTEGER NOT NULL,
    overage_seconds INTEGER NOT NULL,
    minimum NUMERIC,
    billed_at TIMESTAMP WITH TIME ZONE,
    billed_line_id UUID,
    project_id UUID,
    counts_on DATE GENERATED ALWAYS AS (CASE WHEN kind = 'milestone' AND billable_from IS NULL THEN coalesce(last_day, first_day) ELSE first_day END) STORED NOT NULL,
    CONSTRAINT agreement_charges_pkey PRIMARY KEY (account_id, charge_id),
    CONSTRAINT agreement_charges_version_check CHECK (version > 0),
    CONSTRAINT agreement_charges_kind_check CHECK (kind IN ('fee', 'true-up', 'block', 'milestone')),
    CONSTRAINT agreement_charges_of_a_month_or_not CHECK ((month IS NOT NULL) = (kind IN ('fee', 'true-up'))),
    CONSTRAINT agreement_charges_month_check CHECK (month = date_trunc('month', month::timestamp)::date),
    CONSTRAINT agreement_charges_amount_check CHECK (least(amount, minimum) >= 0),
    CONSTRAINT agreement_charges_end_after_start CHECK (last_day >= first_day),
    CONSTRAINT agreement_charges_seconds_check CHECK (least(included_seconds, rolled_over_seconds, used_seconds, overage_seconds) >= 0),
    CONSTRAINT agreement_charges_billed_whole CHECK ((billed_at IS NULL) = (billed_line_id IS NULL))
);

CREATE INDEX agreement_charges_by_day ON agreement_charges (account_id, counts_on);

CREATE INDEX agreement_charges_of_agreement ON agreement_charges (account_id, agreement_id, month);

CREATE INDEX agreement_charges_of_customer ON agreement_charges (account_id, organization_id, counts_on);

CREATE INDEX agreement_charges_of_no_month ON agreement_charges (account_id, agreement_id) WHERE month IS NULL;

CREATE INDEX agreement_charges_of_project ON agreement_charges (account_id, project_id, counts_on) WHERE project_id IS NOT NULL;

CREATE UNIQUE INDEX agreement_charges_once_a_month ON agreement_charges (account_id, agreement_id, kind, month);

ALTER TABLE agreement_charges ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreement_charges FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agreement_charges USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON agreement_charges TO {app_role};

CREATE TABLE agreement_ledger (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    row_id BIGINT GENERATED ALWAYS AS IDENTITY,
    agreement_id UUID NOT NULL,
    month DATE NOT NULL,
    kind TEXT NOT NULL,
    seconds INTEGER,
    amount NUMERIC,
    reason TEXT NOT NULL,
    entries JSONB,
    charge_id UUID,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT agreement_ledger_pkey PRIMARY KEY (account_id, row_id),
    CONSTRAINT agreement_ledger_kind_check CHECK (kind IN ('base', 'rolled-over', 'used', 'overage', 'expired') AND amount IS NULL OR kind IN ('fee', 'true-up', 'fees') AND seconds IS NULL),
    CONSTRAINT agreement_ledger_month_check CHECK (month = date_trunc('month', month::timestamp)::date),
    CONSTRAINT agreement_ledger_one_figure CHECK (num_nonnulls(seconds, amount) = 1),
    CONSTRAINT agreement_ledger_reason_check CHECK (reason IN ('closed', 'corrected', 'credited', 'billed again'))
);

CREATE UNIQUE INDEX agreement_ledger_closed_once ON agreement_ledger (account_id, agreement_id, month, kind) WHERE reason = 'closed';

CREATE INDEX agreement_ledger_of_month ON agreement_ledger (account_id, agreement_id, month);

ALTER TABLE agreement_ledger ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreement_ledger FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agreement_ledger USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON agreement_ledger TO {app_role};

CREATE TABLE agreement_milestones (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    milestone_id UUID NOT NULL,
    agreement_id UUID NOT NULL,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    amount NUMERIC NOT NULL,
    reached_on DATE,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    CONSTRAINT agreement_milestones_pkey PRIMARY KEY (account_id, milestone_id),
    CONSTRAINT agreement_milestones_name_check CHECK (name <> ''),
    CONSTRAINT agreement_milestones_amount_check CHECK (amount >= 0)
);

CREATE UNIQUE INDEX agreement_milestones_of_agreement ON agreement_milestones (account_id, agreement_id, place);

ALTER TABLE agreement_milestones ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreement_milestones FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agreement_milestones USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (reached_on, recorded_at, recorded_by) ON agreement_milestones TO {app_role};

CREATE TABLE agreement_months (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agreement_id UUID NOT NULL,
    month DATE NOT NULL,
    charge_id UUID NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    amount NUMERIC NOT NULL,
    fees NUMERIC NOT NULL,
    minimum NUMERIC,
    base_seconds INTEGER NOT NULL,
    rolled_over JSONB NOT NULL,
    rolled_over_seconds INTEGER NOT NULL,
    used_seconds INTEGER NOT NULL,
    overage_seconds INTEGER NOT NULL,
    unused_seconds INTEGER NOT NULL,
    expiring_seconds INTEGER NOT NULL,
    CONSTRAINT agreement_months_pkey PRIMARY KEY (account_id, agreement_id, month),
    CONSTRAINT agreement_months_month_check CHECK (month = date_trunc('month', month::timestamp)::date),
    CONSTRAINT agreement_months_days_check CHECK (month <= first_day AND first_day <= last_day),
    CONSTRAINT agreement_months_seconds_check CHECK (least(base_seconds, rolled_over_seconds, used_seconds, overage_seconds, unused_seconds, expiring_seconds) >= 0),
    CONSTRAINT agreement_months_amounts_check CHECK (least(amount, fees, minimum) >= 0)
);

ALTER TABLE agreement_months ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreement_months FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agreement_months USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON agreement_months TO {app_role};

CREATE TABLE agreement_openings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agreement_id UUID NOT NULL,
    month DATE NOT NULL,
    sources JSONB NOT NULL,
    CONSTRAINT agreement_openings_pkey PRIMARY KEY (account_id, agreement_id, month),
    CONSTRAINT agreement_openings_month_check CHECK (month = date_trunc('month', month::timestamp)::date)
);

ALTER TABLE agreement_openings ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreement_openings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agreement_openings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON agreement_openings TO {app_role};

CREATE TABLE agreements (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agreement_id UUID NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    currency TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    renews_months INTEGER,
    project_ids UUID[] NOT NULL,
    service_type_ids UUID[] NOT NULL,
    prorate BOOLEAN NOT NULL,
    in_advance BOOLEAN NOT NULL,
    rollover_mode TEXT NOT NULL,
    rollover_cap_seconds INTEGER,
    rollover_expiry_months INTEGER,
    indexing_percent NUMERIC,
    indexing_month INTEGER,
    indexing_day INTEGER,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    superseded_at TIMESTAMP WITH TIME ZONE,
    superseded_by TEXT,
    CONSTRAINT agreements_pkey PRIMARY KEY (account_id, agreement_id, version),
    CONSTRAINT agreements_version_check CHECK (version > 0),
    CONSTRAINT agreements_kind_check CHECK (kind IN ('monthly-minimum', 'spend-minimum') OR kind IN ('prepaid-hours', 'prepaid-amount') OR kind = 'fixed-price'),
    CONSTRAINT agreements_name_check CHECK (name <> ''),
    CONSTRAINT agreements_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT agreements_end_after_start CHECK (last_day >= first_day),
    CONSTRAINT agreements_renewed_after_an_end CHECK (renews_months > 0 AND (renews_months IS NULL OR last_day IS NOT NULL)),
    CONSTRAINT agreements_rollover_check CHECK ((rollover_mode = 'capped') = (rollover_cap_seconds IS NOT NULL) AND rollover_mode IN ('none', 'all', 'capped') AND rollover_cap_seconds > 0 AND rollover_expiry_months > 0),
    CONSTRAINT agreements_indexing_check CHECK (indexing_percent > 0),
    CONSTRAINT agreements_superseded_by_somebody CHECK ((superseded_at IS NULL) = (superseded_by IS NULL)),
    CONSTRAINT agreements_never_overlap EXCLUDE USING gist (account_id WITH =, organization_id WITH =, kind WITH =, currency WITH =, hash_array_extended(project_ids, 0) WITH =, hash_array_extended(service_type_ids, 0) WITH =, daterange(first_day, CASE WHEN renews_months IS NULL THEN last_day END, '[]') WITH &&) WHERE (superseded_at IS NULL AND kind IN ('monthly-minimum', 'spend-minimum'))
);

CREATE UNIQUE INDEX agreements_in_force ON agreements (account_id, agreement_id) WHERE superseded_at IS NULL;

CREATE INDEX agreements_of_customer ON agreements (account_id, organization_id) WHERE superseded_at IS NULL;

ALTER TABLE agreements ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreements FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agreements USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (superseded_at, superseded_by) ON agreements TO {app_role};

CREATE TABLE allocations (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    organization_id UUID NOT NULL,
    names UUID[] NOT NULL,
    agreements TEXT NOT NULL,
    current_month DATE NOT NULL,
    last_month DATE NOT NULL,
    changed_from DATE,
    in_order BOOLEAN NOT NULL,
    CONSTRAINT allocations_pkey PRIMARY KEY (account_id, organization_id)
);

ALTER TABLE allocations ENABLE ROW LEVEL SECURITY;

ALTER TABLE allocations FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON allocations USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON allocations TO {app_role};

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
    written_off BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT billed_ranges_pkey PRIMARY KEY (account_id, entry_id, line_id, start_second, end_second),
    CONSTRAINT billed_ranges_seconds_check CHECK (0 <= start_second AND start_second < end_second),
    CONSTRAINT billed_ranges_price_version_check CHECK (price_version > 0),
    CONSTRAINT billed_ranges_billed_are_whole CHECK (num_nulls(price_version, currency, billed_at) = CASE WHEN billed_at IS NULL THEN 3 ELSE 0 END AND (amount IS NULL OR billed_at IS NOT NULL)),
    CONSTRAINT billed_ranges_billed_or_released CHECK (num_nonnulls(billed_at, released_at) > 0)
);

ALTER TABLE billed_ranges ENABLE ROW LEVEL SECURITY;

ALTER TABLE billed_ranges FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON billed_ranges USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON billed_ranges TO {app_role};

CREATE TABLE budget_touches (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    project_id UUID,
    organization_id UUID,
    month DATE,
    CONSTRAINT budget_touches_pkey PRIMARY KEY (account_id, id)
);

ALTER TABLE budget_touches ENABLE ROW LEVEL SECURITY;

ALTER TABLE budget_touches FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON budget_touches USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON budget_touches TO {app_role};

CREATE TABLE charge_billings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    charge_id UUID NOT NULL,
    line_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    number TEXT NOT NULL,
    charge_version INTEGER,
    amount NUMERIC,
    billed_at TIMESTAMP WITH TIME ZONE,
    released_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT charge_billings_pkey PRIMARY KEY (account_id, charge_id, line_id),
    CONSTRAINT charge_billings_amount_check CHECK (amount >= 0),
    CONSTRAINT charge_billings_billed_are_whole CHECK (num_nulls(charge_version, amount, billed_at) = CASE WHEN billed_at IS NULL THEN 3 ELSE 0 END),
    CONSTRAINT charge_billings_billed_or_released CHECK (num_nonnulls(billed_at, released_at) > 0)
);

CREATE INDEX charge_billings_of_invoice ON charge_billings (account_id, invoice_id);

ALTER TABLE charge_billings ENABLE ROW LEVEL SECURITY;

ALTER TABLE charge_billings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON charge_billings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON charge_billings TO {app_role};

CREATE TABLE compared_books (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    reconciliation_id UUID NOT NULL,
    service TEXT NOT NULL,
    state TEXT NOT NULL,
    look INTEGER NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    entries BIGINT DEFAULT '0' NOT NULL,
    seconds BIGINT DEFAULT '0' NOT NULL,
    found INTEGER DEFAULT '0' NOT NULL,
    buckets JSONB,
    days DATE[] DEFAULT '{}' NOT NULL,
    suspects JSONB,
    CONSTRAINT compared_books_pkey PRIMARY KEY (account_id, reconciliation_id, service)
);

CREATE INDEX compared_books_finished ON compared_books (account_id, service, finished_at);

ALTER TABLE compared_books ENABLE ROW LEVEL SECURITY;

ALTER TABLE compared_books FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON compared_books USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON compared_books USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE, DELETE ON compared_books TO {app_role};

CREATE TABLE costs (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    rule_id UUID NOT NULL,
    version INTEGER NOT NULL,
    project_id UUID,
    organization_id UUID,
    agent_id UUID,
    team_id UUID,
    service_type_id UUID,
    weight INTEGER GENERATED ALWAYS AS (16 * (project_id IS NOT NULL)::int + 8 * (organization_id IS NOT NULL)::int + 4 * (agent_id IS NOT NULL)::int + 2 * (team_id IS NOT NULL)::int + (service_type_id IS NOT NULL)::int) STORED NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    superseded_at TIMESTAMP WITH TIME ZONE,
    superseded_by TEXT,
    CONSTRAINT costs_pkey PRIMARY KEY (account_id, rule_id, version),
    CONSTRAINT costs_version_check CHECK (version > 0),
    CONSTRAINT costs_amount_check CHECK (amount >= 0),
    CONSTRAINT costs_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT costs_end_after_start CHECK (valid_to >= valid_from),
    CONSTRAINT costs_recorded_then_superseded CHECK (superseded_at >= recorded_at),
    CONSTRAINT costs_never_overlap EXCLUDE USING gist (account_id WITH =, coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(agent_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(team_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(service_type_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (superseded_at IS NULL)
);

CREATE INDEX costs_by_weight ON costs (account_id, weight DESC) WHERE superseded_at IS NULL;

ALTER TABLE costs ENABLE ROW LEVEL SECURITY;

ALTER TABLE costs FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON costs USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (superseded_at, superseded_by) ON costs TO {app_role};

CREATE TABLE holidays (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    holiday_id UUID NOT NULL,
    day DATE NOT NULL,
    name TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    superseded_at TIMESTAMP WITH TIME ZONE,
    superseded_by TEXT,
    CONSTRAINT holidays_pkey PRIMARY KEY (account_id, holiday_id)
);

CREATE UNIQUE INDEX holidays_once_a_day ON holidays (account_id, day) WHERE superseded_at IS NULL;

ALTER TABLE holidays ENABLE ROW LEVEL SECURITY;

ALTER TABLE holidays FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON holidays USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (superseded_at, superseded_by) ON holidays TO {app_role};

CREATE TABLE invoice_payments (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    version INTEGER NOT NULL,
    paid_on DATE,
    CONSTRAINT invoice_payments_pkey PRIMARY KEY (account_id, invoice_id)
);

ALTER TABLE invoice_payments ENABLE ROW LEVEL SECURITY;

ALTER TABLE invoice_payments FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON invoice_payments USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON invoice_payments TO {app_role};

CREATE TABLE known_references (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    field TEXT NOT NULL,
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT known_references_pkey PRIMARY KEY (account_id, field, id)
);

ALTER TABLE known_references ENABLE ROW LEVEL SECURITY;

ALTER TABLE known_references FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON known_references USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON known_references TO {app_role};

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

CREATE TABLE multipliers (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    multiplier_id UUID NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    project_id UUID,
    organization_id UUID,
    agent_id UUID,
    team_id UUID,
    service_type_id UUID,
    kind TEXT NOT NULL,
    weekdays SMALLINT[] NOT NULL,
    starts_at TIME WITHOUT TIME ZONE,
    ends_at TIME WITHOUT TIME ZONE,
    above_seconds INTEGER,
    minutes INT4MULTIRANGE NOT NULL,
    factor NUMERIC,
    amount NUMERIC,
    currency TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    superseded_at TIMESTAMP WITH TIME ZONE,
    superseded_by TEXT,
    CONSTRAINT multipliers_pkey PRIMARY KEY (account_id, multiplier_id, version),
    CONSTRAINT multipliers_version_check CHECK (version > 0),
    CONSTRAINT multipliers_kind_check CHECK (kind IN ('holiday', 'overtime-day', 'overtime-week', 'hours')),
    CONSTRAINT multipliers_window_check CHECK (num_nonnulls(starts_at, ends_at) = CASE kind WHEN 'hours' THEN 2 ELSE 0 END AND (cardinality(weekdays) > 0) = (kind = 'hours') AND (above_seconds IS NOT NULL) = (kind LIKE 'overtime-%%') AND coalesce(above_seconds > 0, true)),
    CONSTRAINT multipliers_factor_or_rate CHECK ((factor IS NULL) = (amount IS NOT NULL) AND (amount IS NULL) = (currency IS NULL)),
    CONSTRAINT multipliers_factor_check CHECK (factor BETWEEN 0 AND 100),
    CONSTRAINT multipliers_amount_check CHECK (amount >= 0),
    CONSTRAINT multipliers_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT multipliers_end_after_start CHECK (valid_to >= valid_from),
    CONSTRAINT multipliers_recorded_then_superseded CHECK (superseded_at >= recorded_at),
    CONSTRAINT multipliers_never_overlap EXCLUDE USING gist (account_id WITH =, coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(agent_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(team_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(service_type_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, kind WITH =, coalesce(above_seconds, 0) WITH =, minutes WITH &&, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (superseded_at IS NULL)
);

CREATE INDEX multipliers_known ON multipliers (account_id, multiplier_id) WHERE superseded_at IS NULL;

ALTER TABLE multipliers ENABLE ROW LEVEL SECURITY;

ALTER TABLE multipliers FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON multipliers USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (superseded_at, superseded_by) ON multipliers TO {app_role};

CREATE TABLE organization_budgets (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    budget_id UUID NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    budget_seconds INTEGER,
    budget_amount NUMERIC,
    budget_currency TEXT,
    budget_period TEXT NOT NULL,
    thresholds INTEGER[] NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    CONSTRAINT organization_budgets_pkey PRIMARY KEY (account_id, budget_id),
    CONSTRAINT organization_budgets_are_whole CHECK ((budget_amount IS NULL) = (budget_currency IS NULL) AND num_nonnulls(budget_seconds, budget_amount) > 0),
    CONSTRAINT organization_budgets_are_positive CHECK (budget_seconds > 0 AND budget_amount > 0),
    CONSTRAINT organization_budgets_period_check CHECK (budget_period IN ('total', 'month')),
    CONSTRAINT organization_budgets_end_after_start CHECK (valid_to >= valid_from),
    CONSTRAINT organization_budgets_never_overlap EXCLUDE USING gist (account_id WITH =, organization_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);

ALTER TABLE organization_budgets ENABLE ROW LEVEL SECURITY;

ALTER TABLE organization_budgets FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON organization_budgets USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON organization_budgets TO {app_role};

CREATE TABLE organizations (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    organization_id UUID NOT NULL,
    version INTEGER NOT NULL,
    merged_into UUID,
    currency TEXT,
    CONSTRAINT organizations_pkey PRIMARY KEY (account_id, organization_id),
    CONSTRAINT organizations_merged_into_another CHECK (merged_into <> organization_id)
);

CREATE INDEX organizations_merged_into ON organizations (account_id, merged_into) WHERE merged_into IS NOT NULL;

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;

ALTER TABLE organizations FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON organizations USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON organizations TO {app_role};

CREATE TABLE planned_tasks (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    task_id UUID NOT NULL,
    version INTEGER NOT NULL,
    project_id UUID NOT NULL,
    service_type_id UUID,
    planned_start DATE,
    planned_finish DATE,
    estimate_seconds INTEGER,
    percent_done INTEGER,
    assignee_ids UUID[] NOT NULL,
    open BOOLEAN NOT NULL,
    CONSTRAINT planned_tasks_pkey PRIMARY KEY (account_id, task_id)
);

CREATE INDEX planned_tasks_open ON planned_tasks (account_id, project_id) WHERE open;

ALTER TABLE planned_tasks ENABLE ROW LEVEL SECURITY;

ALTER TABLE planned_tasks FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON planned_tasks USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON planned_tasks TO {app_role};

CREATE TABLE price_overrides (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    entry_id UUID NOT NULL,
    version INTEGER NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    superseded_at TIMESTAMP WITH TIME ZONE,
    superseded_by TEXT,
    CONSTRAINT price_overrides_pkey PRIMARY KEY (account_id, entry_id, version),
    CONSTRAINT price_overrides_version_check CHECK (version > 0),
    CONSTRAINT price_overrides_amount_check CHECK (amount >= 0),
    CONSTRAINT price_overrides_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT price_overrides_reason_check CHECK (reason <> ''),
    CONSTRAINT price_overrides_recorded_then_superseded CHECK (superseded_at >= recorded_at),
    CONSTRAINT price_overrides_superseded_by_somebody CHECK ((superseded_at IS NULL) = (superseded_by IS NULL))
);

CREATE UNIQUE INDEX price_overrides_in_force ON price_overrides (account_id, entry_id) WHERE superseded_at IS NULL;

ALTER TABLE price_overrides ENABLE ROW LEVEL SECURITY;

ALTER TABLE price_overrides FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON price_overrides USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (superseded_at, superseded_by) ON price_overrides TO {app_role};

CREATE TABLE prices (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    entry_id UUID NOT NULL,
    price_version INTEGER NOT NULL,
    entry_version INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    rule_id UUID,
    override_version INTEGER,
    amount NUMERIC,
    currency TEXT,
    unpriced_reason TEXT,
    rounding_policy_id UUID,
    rounding_seconds INTEGER DEFAULT '0' NOT NULL,
    billed_seconds INTEGER GENERATED ALWAYS AS (seconds + rounding_seconds) STORED NOT NULL,
    segments JSONB,
    segments_currency TEXT,
    priced_at TIMESTAMP WITH TIME ZONE NOT NULL,
    rules_as_of TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT prices_pkey PRIMARY KEY (account_id, entry_id, price_version),
    CONSTRAINT prices_price_version_check CHECK (price_version > 0),
    CONSTRAINT prices_unpriced_reason_check CHECK (unpriced_reason IN ('no-rate', 'no-organization', 'not-billable')),
    CONSTRAINT prices_priced_or_reason CHECK (num_nulls(amount, currency) = CASE WHEN unpriced_reason IS NULL THEN 0 ELSE 2 END AND num_nonnulls(rule_id, override_version) = (unpriced_reason IS NULL)::int),
    CONSTRAINT prices_billed_seconds_check CHECK (seconds + rounding_seconds >= 0)
);

ALTER TABLE prices ENABLE ROW LEVEL SECURITY;

ALTER TABLE prices FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON prices USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON prices TO {app_role};

CREATE TABLE project_thresholds (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    project_id UUID NOT NULL,
    version INTEGER NOT NULL,
    thresholds INTEGER[] NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    CONSTRAINT project_thresholds_pkey PRIMARY KEY (account_id, project_id)
);

ALTER TABLE project_thresholds ENABLE ROW LEVEL SECURITY;

ALTER TABLE project_thresholds FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON project_thresholds USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON project_thresholds TO {app_role};

CREATE TABLE projects (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    project_id UUID NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID,
    billable BOOLEAN NOT NULL,
    budget_seconds INTEGER,
    budget_amount NUMERIC,
    budget_currency TEXT,
    budget_period TEXT NOT NULL,
    closed BOOLEAN NOT NULL,
    archived BOOLEAN NOT NULL,
    CONSTRAINT projects_pkey PRIMARY KEY (account_id, project_id),
    CONSTRAINT projects_money_is_whole CHECK ((budget_amount IS NULL) = (budget_currency IS NULL))
);

CREATE INDEX projects_of_customer ON projects (account_id, organization_id) WHERE organization_id IS NOT NULL;

CREATE INDEX projects_with_budget ON projects (account_id, project_id) WHERE num_nonnulls(budget_seconds, budget_amount) > 0 AND NOT archived;

ALTER TABLE projects ENABLE ROW LEVEL SECURITY;

ALTER TABLE projects FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON projects USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON projects TO {app_role};

CREATE TABLE rate_cards (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    divides BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT rate_cards_pkey PRIMARY KEY (account_id)
);

ALTER TABLE rate_cards ENABLE ROW LEVEL SECURITY;

ALTER TABLE rate_cards FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON rate_cards USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON rate_cards TO {app_role};

CREATE TABLE rate_change_previews (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    change_id UUID NOT NULL,
    kind TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    rules_as_of TIMESTAMP WITH TIME ZONE,
    fingerprint TEXT NOT NULL,
    undoes UUID,
    content JSONB NOT NULL,
    CONSTRAINT rate_change_previews_pkey PRIMARY KEY (account_id, change_id),
    CONSTRAINT rate_change_previews_kind_check CHECK (kind IN ('rate', 'cost')),
    CONSTRAINT rate_change_previews_expire_later CHECK (expires_at > made_at)
);

CREATE INDEX rate_change_previews_by_end ON rate_change_previews (account_id, expires_at);

ALTER TABLE rate_change_previews ENABLE ROW LEVEL SECURITY;

ALTER TABLE rate_change_previews FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON rate_change_previews USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON rate_change_previews TO {app_role};

CREATE TABLE rate_change_progress (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    change_id UUID NOT NULL,
    parts_left INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    entries_done INTEGER DEFAULT 0 NOT NULL,
    prices_changed INTEGER DEFAULT 0 NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT rate_change_progress_pkey PRIMARY KEY (account_id, change_id),
    CONSTRAINT rate_change_progress_parts_check CHECK (parts_left >= 0),
    CONSTRAINT rate_change_progress_finished CHECK ((parts_left = 0) = (finished_at IS NOT NULL))
);

ALTER TABLE rate_change_progress ENABLE ROW LEVEL SECURITY;

ALTER TABLE rate_change_progress FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON rate_change_progress USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON rate_change_progress TO {app_role};

CREATE TABLE rate_changes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    change_id UUID NOT NULL,
    kind TEXT NOT NULL,
    applied_at TIMESTAMP WITH TIME ZONE NOT NULL,
    applied_by TEXT NOT NULL,
    undoes UUID,
    content JSONB NOT NULL,
    CONSTRAINT rate_changes_pkey PRIMARY KEY (account_id, change_id),
    CONSTRAINT rate_changes_kind_check CHECK (kind IN ('rate', 'cost'))
);

CREATE UNIQUE INDEX rate_changes_undone ON rate_changes (account_id, undoes) WHERE undoes IS NOT NULL;

ALTER TABLE rate_changes ENABLE ROW LEVEL SECURITY;

ALTER TABLE rate_changes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON rate_changes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON rate_changes TO {app_role};

CREATE TABLE rates (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    rule_id UUID NOT NULL,
    version INTEGER NOT NULL,
    project_id UUID,
    organization_id UUID,
    agent_id UUID,
    team_id UUID,
    service_type_id UUID,
    weight INTEGER GENERATED ALWAYS AS (16 * (project_id IS NOT NULL)::int + 8 * (organization_id IS NOT NULL)::int + 4 * (agent_id IS NOT NULL)::int + 2 * (team_id IS NOT NULL)::int + (service_type_id IS NOT NULL)::int) STORED NOT NULL,
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
    CONSTRAINT rates_never_overlap EXCLUDE USING gist (account_id WITH =, coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(agent_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(team_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, coalesce(service_type_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (superseded_at IS NULL)
);

CREATE INDEX rates_by_weight ON rates (account_id, weight DESC) WHERE superseded_at IS NULL;

ALTER TABLE rates ENABLE ROW LEVEL SECURITY;

ALTER TABLE rates FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON rates USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (superseded_at, superseded_by) ON rates TO {app_role};

CREATE TABLE reached_budgets (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    budget_id UUID NOT NULL,
    first_day DATE NOT NULL,
    measure TEXT NOT NULL,
    forecast BOOLEAN NOT NULL,
    percent INTEGER NOT NULL,
    goal NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    used NUMERIC NOT NULL,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    reached_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT reached_budgets_pkey PRIMARY KEY (account_id, budget_id, first_day, measure, forecast, percent, goal, currency),
    CONSTRAINT reached_budgets_measure_check CHECK (measure IN ('hours', 'money'))
);

ALTER TABLE reached_budgets ENABLE ROW LEVEL SECURITY;

ALTER TABLE reached_budgets FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON reached_budgets USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON reached_budgets TO {app_role};

CREATE TABLE reconciliation_differences (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    reconciliation_id UUID NOT NULL,
    kind TEXT NOT NULL,
    work_date DATE NOT NULL,
    organization_id UUID,
    currency TEXT NOT NULL,
    seconds BIGINT NOT NULL,
    other_seconds BIGINT NOT NULL,
    rate_seconds NUMERIC NOT NULL,
    other_rate_seconds NUMERIC NOT NULL,
    entry_ids UUID[] NOT NULL,
    service TEXT DEFAULT 'rates' NOT NULL,
    CONSTRAINT reconciliation_differences_pkey PRIMARY KEY (account_id, id)
);

CREATE INDEX reconciliation_differences_of_one ON reconciliation_differences (account_id, reconciliation_id);

ALTER TABLE reconciliation_differences ENABLE ROW LEVEL SECURITY;

ALTER TABLE reconciliation_differences FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON reconciliation_differences USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON reconciliation_differences TO {app_role};

CREATE TABLE reconciliations (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    reconciliation_id UUID NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    asked_by TEXT,
    finished_at TIMESTAMP WITH TIME ZONE,
    entries BIGINT DEFAULT '0' NOT NULL,
    seconds BIGINT DEFAULT '0' NOT NULL,
    found INTEGER DEFAULT '0' NOT NULL,
    events INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT reconciliations_pkey PRIMARY KEY (account_id, reconciliation_id)
);

CREATE UNIQUE INDEX reconciliations_one_at_a_time ON reconciliations (account_id) WHERE finished_at IS NULL;

ALTER TABLE reconciliations ENABLE ROW LEVEL SECURITY;

ALTER TABLE reconciliations FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON reconciliations USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON reconciliations USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE ON reconciliations TO {app_role};

CREATE TABLE rounding_policies (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    policy_id UUID NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID,
    mode TEXT NOT NULL,
    step_seconds INTEGER,
    scope TEXT NOT NULL,
    minimum_seconds INTEGER NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    superseded_at TIMESTAMP WITH TIME ZONE,
    superseded_by TEXT,
    CONSTRAINT rounding_policies_pkey PRIMARY KEY (account_id, policy_id, version),
    CONSTRAINT rounding_policies_version_check CHECK (version > 0),
    CONSTRAINT rounding_policies_step_check CHECK (mode = 'none' AND step_seconds IS NULL OR mode IN ('up', 'nearest', 'down') AND step_seconds IS NOT NULL AND step_seconds IN (60, 300, 360, 600, 900, 1800, 3600)),
    CONSTRAINT rounding_policies_scope_check CHECK (scope IN ('entry', 'day-work-item')),
    CONSTRAINT rounding_policies_minimum_check CHECK (minimum_seconds BETWEEN 0 AND 86400),
    CONSTRAINT rounding_policies_end_after_start CHECK (valid_to >= valid_from),
    CONSTRAINT rounding_policies_recorded_then_superseded CHECK (superseded_at >= recorded_at),
    CONSTRAINT rounding_policies_never_overlap EXCLUDE USING gist (account_id WITH =, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (superseded_at IS NULL)
);

CREATE INDEX rounding_policies_of_customer ON rounding_policies (account_id, organization_id) WHERE superseded_at IS NULL;

ALTER TABLE rounding_policies ENABLE ROW LEVEL SECURITY;

ALTER TABLE rounding_policies FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON rounding_policies USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (superseded_at, superseded_by) ON rounding_policies TO {app_role};

CREATE TABLE stated_books (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    reconciliation_id UUID NOT NULL,
    service TEXT NOT NULL,
    look INTEGER NOT NULL,
    part INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    content JSONB NOT NULL,
    CONSTRAINT stated_books_pkey PRIMARY KEY (account_id, reconciliation_id, service, look, part)
);

ALTER TABLE stated_books ENABLE ROW LEVEL SECURITY;

ALTER TABLE stated_books FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON stated_books USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON stated_books TO {app_role};

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
    team_id UUID,
    service_type_id UUID,
    work_date DATE,
    started_at TIMESTAMP WITH TIME ZONE,
    time_zone TEXT,
    seconds INTEGER,
    billable BOOLEAN,
    billed_at TIMESTAMP WITH TIME ZONE,
    billed_part INT4MULTIRANGE,
    written_off_part INT4MULTIRANGE,
    approved_version INTEGER,
    approved_at TIMESTAMP WITH TIME ZONE,
    timesheet_id UUID,
    approved BOOLEAN GENERATED ALWAYS AS (coalesce(approved_version = version, false)) STORED NOT NULL,
    price_version INTEGER DEFAULT '0' NOT NULL,
    rule_id UUID,
    override_version INTEGER,
    amount NUMERIC,
    currency TEXT,
    unpriced_reason TEXT,
    segments JSONB,
    segments_currency TEXT,
    cost_rule_id UUID,
    cost_amount NUMERIC,
    cost_currency TEXT,
    customer_currency TEXT,
    rounding_policy_id UUID,
    rounding_seconds INTEGER DEFAULT '0' NOT NULL,
    billed_seconds INTEGER GENERATED ALWAYS AS (greatest(seconds + rounding_seconds, 0)) STORED,
    CONSTRAINT time_entries_pkey PRIMARY KEY (account_id, entry_id),
    CONSTRAINT time_entries_cost_is_whole CHECK (num_nulls(cost_rule_id, cost_amount, cost_currency) IN (0, 3)),
    CONSTRAINT time_entries_live_are_whole CHECK (NOT live OR num_nulls(agent_id, work_date, seconds, billable) = 0),
    CONSTRAINT time_entries_rate_is_whole CHECK ((amount IS NULL) = (currency IS NULL) AND num_nonnulls(rule_id, override_version) <= (amount IS NOT NULL)::int),
    CONSTRAINT time_entries_rounded_have_a_rate CHECK (amount IS NOT NULL OR rounding_policy_id IS NULL AND rounding_seconds = 0),
    CONSTRAINT time_entries_priced_or_reason CHECK (NOT live OR price_version = 0 OR (amount IS NULL) = (unpriced_reason IS NOT NULL))
);

CREATE INDEX time_entries_billed_as_rounded ON time_entries (account_id, rounding_policy_id) WHERE billed_at IS NOT NULL AND rounding_policy_id IS NOT NULL;

CREATE INDEX time_entries_billed_by_rule ON time_entries (account_id, rule_id) WHERE billed_at IS NOT NULL;

CREATE INDEX time_entries_by_day ON time_entries (account_id, work_date, entry_id, organization_id, project_id, agent_id) WHERE live;

CREATE INDEX time_entries_by_work_item ON time_entries (account_id, work_item_id, work_date) WHERE live AND work_item_id IS NOT NULL;

CREATE INDEX time_entries_in_foreign_currency ON time_entries (account_id, entry_id) WHERE live AND billed_at IS NULL AND currency <> customer_currency;

CREATE INDEX time_entries_unbilled ON time_entries (account_id, work_date, entry_id, organization_id, project_id, agent_id) WHERE live AND billed_at IS NULL;

CREATE INDEX time_entries_unpriced ON time_entries (account_id, entry_id) WHERE live AND billable AND unpriced_reason IS NOT NULL;

ALTER TABLE time_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE time_entries FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON time_entries USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON time_entries TO {app_role};

CREATE TABLE timesheets (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    timesheet_id UUID NOT NULL,
    version INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    arrived INTEGER[] NOT NULL,
    entry_ids UUID[] NOT NULL,
    former_ids UUID[] NOT NULL,
    CONSTRAINT timesheets_pkey PRIMARY KEY (account_id, timesheet_id)
);

ALTER TABLE timesheets ENABLE ROW LEVEL SECURITY;

ALTER TABLE timesheets FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON timesheets USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON timesheets TO {app_role};

CREATE TABLE valued_changes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    work_date DATE NOT NULL,
    organization_id UUID NOT NULL,
    line UUID GENERATED ALWAYS AS (md5(project_id::text || work_item_id::text || trim_scale(amount)::text || currency || reason || treatment)::uuid) STORED NOT NULL,
    agent_id UUID NOT NULL,
    service_type_id UUID NOT NULL,
    cost_currency TEXT NOT NULL,
    state TEXT NOT NULL,
    project_id UUID NOT NULL,
    work_item_id UUID NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    treatment TEXT NOT NULL,
    halves BIGINT GENERATED ALWAYS AS (CASE WHEN amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END < 100000000 AND amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END = trunc(amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END) THEN (amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END)::bigint END) STORED,
    parts BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    billed_seconds BIGINT NOT NULL,
    cost_seconds NUMERIC NOT NULL,
    CONSTRAINT valued_changes_pkey PRIMARY KEY (account_id, id)
);

ALTER TABLE valued_changes ENABLE ROW LEVEL SECURITY;

ALTER TABLE valued_changes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON valued_changes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON valued_changes TO {app_role};

CREATE TABLE valued_days (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    work_date DATE NOT NULL,
    organization_id UUID NOT NULL,
    line UUID GENERATED ALWAYS AS (md5(project_id::text || work_item_id::text || trim_scale(amount)::text || currency || reason || treatment)::uuid) STORED NOT NULL,
    agent_id UUID NOT NULL,
    service_type_id UUID NOT NULL,
    cost_currency TEXT NOT NULL,
    state TEXT NOT NULL,
    project_id UUID NOT NULL,
    work_item_id UUID NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    treatment TEXT NOT NULL,
    halves BIGINT GENERATED ALWAYS AS (CASE WHEN amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END < 100000000 AND amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END = trunc(amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END) THEN (amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END)::bigint END) STORED,
    parts BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    billed_seconds BIGINT NOT NULL,
    cost_seconds NUMERIC NOT NULL,
    CONSTRAINT valued_days_pkey PRIMARY KEY (account_id, work_date, organization_id, line, agent_id, service_type_id, cost_currency, state)
);

ALTER TABLE valued_days ENABLE ROW LEVEL SECURITY;

ALTER TABLE valued_days FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON valued_days USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON valued_days TO {app_role};

CREATE TABLE valued_months (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    work_date DATE NOT NULL,
    organization_id UUID NOT NULL,
    line UUID GENERATED ALWAYS AS (md5(project_id::text || work_item_id::text || trim_scale(amount)::text || currency || reason || treatment)::uuid) STORED NOT NULL,
    agent_id UUID NOT NULL,
    service_type_id UUID NOT NULL,
    cost_currency TEXT NOT NULL,
    state TEXT NOT NULL,
    project_id UUID NOT NULL,
    work_item_id UUID NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    treatment TEXT NOT NULL,
    halves BIGINT GENERATED ALWAYS AS (CASE WHEN amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END < 100000000 AND amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END = trunc(amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END) THEN (amount * CASE currency WHEN 'BHD' THEN 2000 WHEN 'BIF' THEN 2 WHEN 'CLF' THEN 20000 WHEN 'CLP' THEN 2 WHEN 'DJF' THEN 2 WHEN 'GNF' THEN 2 WHEN 'IQD' THEN 2000 WHEN 'ISK' THEN 2 WHEN 'JOD' THEN 2000 WHEN 'JPY' THEN 2 WHEN 'KMF' THEN 2 WHEN 'KRW' THEN 2 WHEN 'KWD' THEN 2000 WHEN 'LYD' THEN 2000 WHEN 'OMR' THEN 2000 WHEN 'PYG' THEN 2 WHEN 'RWF' THEN 2 WHEN 'TND' THEN 2000 WHEN 'UGX' THEN 2 WHEN 'UYI' THEN 2 WHEN 'UYW' THEN 20000 WHEN 'VND' THEN 2 WHEN 'VUV' THEN 2 WHEN 'XAF' THEN 2 WHEN 'XOF' THEN 2 WHEN 'XPF' THEN 2 ELSE 200 END)::bigint END) STORED,
    parts BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    billed_seconds BIGINT NOT NULL,
    cost_seconds NUMERIC NOT NULL,
    CONSTRAINT valued_months_pkey PRIMARY KEY (account_id, work_date, organization_id, line, agent_id, service_type_id, cost_currency, state)
);

CREATE INDEX valued_months_of_customer ON valued_months (account_id, organization_id, work_date);

CREATE INDEX valued_months_of_project ON valued_months (account_id, project_id, work_date);

ALTER TABLE valued_months ENABLE ROW LEVEL SECURITY;

ALTER TABLE valued_months FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON valued_months USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON valued_months TO {app_role};

CREATE TABLE agreement_terms (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    agreement_id UUID NOT NULL,
    valid_from DATE NOT NULL,
    version INTEGER NOT NULL,
    amount NUMERIC NOT NULL,
    included_seconds INTEGER NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    superseded_at TIMESTAMP WITH TIME ZONE,
    superseded_by TEXT,
    CONSTRAINT agreement_terms_pkey PRIMARY KEY (account_id, agreement_id, valid_from, version),
    CONSTRAINT agreement_terms_amount_check CHECK (amount >= 0),
    CONSTRAINT agreement_terms_included_check CHECK (included_seconds >= 0),
    CONSTRAINT agreement_terms_recorded_then_superseded CHECK (superseded_at >= recorded_at),
    CONSTRAINT agreement_terms_of_an_agreement FOREIGN KEY(account_id, agreement_id, version) REFERENCES agreements (account_id, agreement_id, version)
);

CREATE UNIQUE INDEX agreement_terms_never_overlap ON agreement_terms (account_id, agreement_id, valid_from) WHERE superseded_at IS NULL;

ALTER TABLE agreement_terms ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreement_terms FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agreement_terms USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (superseded_at, superseded_by) ON agreement_terms TO {app_role};

CREATE FUNCTION parts_of_time(segments jsonb, billed_part int4multirange, written_off_part int4multirange,
    state_of_rest text, seconds int, billed_seconds int, amount numeric)
    RETURNS TABLE (state text, treatment text, rate numeric, entries int, raw int, charged int)
LANGUAGE sql IMMUTABLE AS $$
    SELECT piece.state, segment.treatment,
        CASE WHEN segment.treatment IN ('hourly', 'overage') AND piece.state <> 'written-off' THEN segment.rate ELSE 0 END,
        (row_number() OVER (ORDER BY segment.first, piece.place) = 1)::int, piece.raw, piece.charged
    FROM (
        SELECT (one->>'start')::int AS first, (one->>'end')::int AS behind, one->>'treatment' AS treatment,
            (one->>'billed_seconds')::int AS charged, (one->>'hourly_rate')::numeric AS rate
        FROM jsonb_array_elements(segments) AS one
        UNION ALL
        SELECT 0, seconds, CASE WHEN amount IS NULL THEN '' ELSE 'hourly' END, billed_seconds, coalesce(amount, 0)
        WHERE segments IS NULL
    ) AS segment
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(upper(piece) - lower(piece)), 0)::int AS raw, coalesce(sum(
            segment.charged::bigint * (upper(piece) - segment.first) / (segment.behind - segment.first)
            - segment.charged::bigint * (lower(piece) - segment.first) / (segment.behind - segment.first)), 0)::int AS charged
        FROM unnest(int4multirange(int4range(segment.first, segment.behind)) - billed_part) AS piece
    ) AS open
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(upper(piece) - lower(piece)), 0)::int AS raw, coalesce(sum(
            segment.charged::bigint * (upper(piece) - segment.first) / (segment.behind - segment.first)
            - segment.charged::bigint * (lower(piece) - segment.first) / (segment.behind - segment.first)), 0)::int AS charged
        FROM unnest(int4multirange(int4range(segment.first, segment.behind)) * written_off_part) AS piece
    ) AS given_up
    CROSS JOIN LATERAL (VALUES
        (1, 'billed', segment.behind - segment.first - open.raw - given_up.raw,
            segment.charged - open.charged - given_up.charged),
        (2, 'written-off', given_up.raw, 0),
        (3, state_of_rest, open.raw, open.charged)
    ) AS piece(place, state, raw, charged)
    WHERE piece.raw > 0
$$;

CREATE FUNCTION time_entries_insert_valued() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asking bigint;
BEGIN
    WITH appended AS (
        INSERT INTO valued_changes (work_date, organization_id, project_id, work_item_id, agent_id, service_type_id, amount, currency, reason, cost_currency, state, treatment, parts, entries, seconds, billed_seconds, cost_seconds)
        SELECT work_date, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), coalesce(project_id, '00000000-0000-0000-0000-000000000000'), coalesce(work_item_id, '00000000-0000-0000-0000-000000000000'), agent_id, coalesce(service_type_id, '00000000-0000-0000-0000-000000000000'), part.rate, coalesce(currency, segments_currency, ''), CASE WHEN amount IS NOT NULL OR segments IS NOT NULL THEN '' WHEN NOT billable THEN 'not-billable'
            ELSE coalesce(unpriced_reason, 'no-rate') END, coalesce(cost_currency, ''), part.state, part.treatment, sum(sign), sum(sign * part.entries), sum(sign * part.raw), sum(sign * part.charged), sum(sign * part.raw * coalesce(cost_amount, 0)) FROM (SELECT 1 AS sign, * FROM added) changes CROSS JOIN LATERAL (
        SELECT CASE WHEN billed_at IS NOT NULL THEN 'billed' WHEN approved THEN 'approved' ELSE 'logged' END AS state,
            CASE WHEN amount IS NULL THEN '' ELSE 'hourly' END AS treatment, coalesce(amount, 0) AS rate,
            1 AS entries, seconds AS raw, billed_seconds AS charged
        WHERE segments IS NULL AND billed_part IS NULL AND written_off_part IS NULL
        UNION ALL
        SELECT * FROM parts_of_time(segments,
            CASE WHEN billed_at IS NULL THEN '{}' ELSE coalesce(billed_part, '{(,)}') END,
            coalesce(written_off_part, '{}'),
            CASE WHEN approved THEN 'approved' ELSE 'logged' END, seconds, billed_seconds, amount)
        WHERE NOT (segments IS NULL AND billed_part IS NULL AND written_off_part IS NULL)
    ) AS part WHERE live
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
        RETURNING id
    )
    SELECT max(id) INTO asking FROM appended WHERE id % 256 = 0;
    IF asking IS NOT NULL THEN
        INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
        VALUES ('compact-valued-days', asking::text, '{}', '{}', now());
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER time_entries_insert_valued AFTER INSERT ON time_entries REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION time_entries_insert_valued();

CREATE FUNCTION time_entries_update_valued() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asking bigint;
BEGIN
    WITH appended AS (
        INSERT INTO valued_changes (work_date, organization_id, project_id, work_item_id, agent_id, service_type_id, amount, currency, reason, cost_currency, state, treatment, parts, entries, seconds, billed_seconds, cost_seconds)
        SELECT work_date, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), coalesce(project_id, '00000000-0000-0000-0000-000000000000'), coalesce(work_item_id, '00000000-0000-0000-0000-000000000000'), agent_id, coalesce(service_type_id, '00000000-0000-0000-0000-000000000000'), part.rate, coalesce(currency, segments_currency, ''), CASE WHEN amount IS NOT NULL OR segments IS NOT NULL THEN '' WHEN NOT billable THEN 'not-billable'
            ELSE coalesce(unpriced_reason, 'no-rate') END, coalesce(cost_currency, ''), part.state, part.treatment, sum(sign), sum(sign * part.entries), sum(sign * part.raw), sum(sign * part.charged), sum(sign * part.raw * coalesce(cost_amount, 0)) FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1 AS sign, * FROM added) changes CROSS JOIN LATERAL (
        SELECT CASE WHEN billed_at IS NOT NULL THEN 'billed' WHEN approved THEN 'approved' ELSE 'logged' END AS state,
            CASE WHEN amount IS NULL THEN '' ELSE 'hourly' END AS treatment, coalesce(amount, 0) AS rate,
            1 AS entries, seconds AS raw, billed_seconds AS charged
        WHERE segments IS NULL AND billed_part IS NULL AND written_off_part IS NULL
        UNION ALL
        SELECT * FROM parts_of_time(segments,
            CASE WHEN billed_at IS NULL THEN '{}' ELSE coalesce(billed_part, '{(,)}') END,
            coalesce(written_off_part, '{}'),
            CASE WHEN approved THEN 'approved' ELSE 'logged' END, seconds, billed_seconds, amount)
        WHERE NOT (segments IS NULL AND billed_part IS NULL AND written_off_part IS NULL)
    ) AS part WHERE live
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 HAVING (sum(sign), sum(sign * part.entries), sum(sign * part.raw), sum(sign * part.charged), sum(sign * part.raw * coalesce(cost_amount, 0))) <> (0, 0, 0, 0, 0)
        RETURNING id
    )
    SELECT max(id) INTO asking FROM appended WHERE id % 256 = 0;
    IF asking IS NOT NULL THEN
        INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
        VALUES ('compact-valued-days', asking::text, '{}', '{}', now());
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER time_entries_update_valued AFTER UPDATE ON time_entries REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION time_entries_update_valued();

CREATE FUNCTION time_entries_delete_valued() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asking bigint;
BEGIN
    WITH appended AS (
        INSERT INTO valued_changes (work_date, organization_id, project_id, work_item_id, agent_id, service_type_id, amount, currency, reason, cost_currency, state, treatment, parts, entries, seconds, billed_seconds, cost_seconds)
        SELECT work_date, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), coalesce(project_id, '00000000-0000-0000-0000-000000000000'), coalesce(work_item_id, '00000000-0000-0000-0000-000000000000'), agent_id, coalesce(service_type_id, '00000000-0000-0000-0000-000000000000'), part.rate, coalesce(currency, segments_currency, ''), CASE WHEN amount IS NOT NULL OR segments IS NOT NULL THEN '' WHEN NOT billable THEN 'not-billable'
            ELSE coalesce(unpriced_reason, 'no-rate') END, coalesce(cost_currency, ''), part.state, part.treatment, sum(sign), sum(sign * part.entries), sum(sign * part.raw), sum(sign * part.charged), sum(sign * part.raw * coalesce(cost_amount, 0)) FROM (SELECT -1 AS sign, * FROM removed) changes CROSS JOIN LATERAL (
        SELECT CASE WHEN billed_at IS NOT NULL THEN 'billed' WHEN approved THEN 'approved' ELSE 'logged' END AS state,
            CASE WHEN amount IS NULL THEN '' ELSE 'hourly' END AS treatment, coalesce(amount, 0) AS rate,
            1 AS entries, seconds AS raw, billed_seconds AS charged
        WHERE segments IS NULL AND billed_part IS NULL AND written_off_part IS NULL
        UNION ALL
        SELECT * FROM parts_of_time(segments,
            CASE WHEN billed_at IS NULL THEN '{}' ELSE coalesce(billed_part, '{(,)}') END,
            coalesce(written_off_part, '{}'),
            CASE WHEN approved THEN 'approved' ELSE 'logged' END, seconds, billed_seconds, amount)
        WHERE NOT (segments IS NULL AND billed_part IS NULL AND written_off_part IS NULL)
    ) AS part WHERE live
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
        RETURNING id
    )
    SELECT max(id) INTO asking FROM appended WHERE id % 256 = 0;
    IF asking IS NOT NULL THEN
        INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
        VALUES ('compact-valued-days', asking::text, '{}', '{}', now());
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER time_entries_delete_valued AFTER DELETE ON time_entries REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION time_entries_delete_valued();

CREATE FUNCTION valued_changes_touch_budgets() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_customers bool := EXISTS (SELECT FROM organization_budgets);
BEGIN
    IF of_customers OR EXISTS (SELECT FROM projects WHERE num_nonnulls(budget_seconds, budget_amount) > 0 AND NOT archived) THEN
        WITH touched AS (
            INSERT INTO budget_touches (project_id, organization_id, month)
            SELECT DISTINCT nullif(project_id, '00000000-0000-0000-0000-000000000000'), nullif(organization_id, '00000000-0000-0000-0000-000000000000'),
                date_trunc('month', work_date::timestamp)::date
            FROM added WHERE of_customers OR EXISTS (
                SELECT FROM projects WHERE projects.project_id = added.project_id AND num_nonnulls(budget_seconds, budget_amount) > 0 AND NOT archived OFFSET 0)
            RETURNING id
        )
    INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
    SELECT 'check-budgets', max(id)::text, '{}', '{}', now() FROM touched HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER valued_changes_touch_budgets AFTER INSERT ON valued_changes REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION valued_changes_touch_budgets();

CREATE FUNCTION agreement_charges_touch_budgets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM organization_budgets) OR EXISTS (SELECT FROM projects WHERE num_nonnulls(budget_seconds, budget_amount) > 0 AND NOT archived) THEN
        WITH touched AS (
            INSERT INTO budget_touches (project_id, organization_id, month)
            SELECT DISTINCT project_id, organization_id, date_trunc('month', counts_on::timestamp)::date FROM added
            RETURNING id
        )
    INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
    SELECT 'check-budgets', max(id)::text, '{}', '{}', now() FROM touched HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER agreement_charges_touch_budgets_on_insert AFTER INSERT ON agreement_charges
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION agreement_charges_touch_budgets();

CREATE TRIGGER agreement_charges_touch_budgets_on_update AFTER UPDATE ON agreement_charges
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION agreement_charges_touch_budgets();


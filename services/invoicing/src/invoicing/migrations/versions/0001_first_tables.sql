CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE account_settings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    time_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    language TEXT NOT NULL,
    CONSTRAINT account_settings_pkey PRIMARY KEY (account_id)
);

ALTER TABLE account_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE account_settings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON account_settings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON account_settings TO {app_role};

CREATE TABLE agreement_charges (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    charge_id UUID NOT NULL,
    version INTEGER NOT NULL,
    agreement_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    kind TEXT NOT NULL,
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
    CONSTRAINT agreement_charges_pkey PRIMARY KEY (account_id, charge_id)
);

CREATE INDEX agreement_charges_of_customer ON agreement_charges (account_id, organization_id, first_day);

ALTER TABLE agreement_charges ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreement_charges FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON agreement_charges USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON agreement_charges TO {app_role};

CREATE TABLE appendices (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT appendices_pkey PRIMARY KEY (account_id, invoice_id)
);

ALTER TABLE appendices ENABLE ROW LEVEL SECURITY;

ALTER TABLE appendices FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON appendices USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON appendices TO {app_role};

CREATE TABLE bank_files (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    preset TEXT,
    sha256 TEXT NOT NULL,
    lines INTEGER NOT NULL,
    new_lines INTEGER NOT NULL,
    left_out INTEGER NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    imported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    imported_by TEXT NOT NULL,
    CONSTRAINT bank_files_pkey PRIMARY KEY (account_id, id)
);

ALTER TABLE bank_files ENABLE ROW LEVEL SECURITY;

ALTER TABLE bank_files FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON bank_files USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON bank_files TO {app_role};

CREATE TABLE bank_mappings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    headers TEXT NOT NULL,
    mapping JSONB NOT NULL,
    bank_account TEXT NOT NULL,
    CONSTRAINT bank_mappings_pkey PRIMARY KEY (account_id, headers)
);

ALTER TABLE bank_mappings ENABLE ROW LEVEL SECURITY;

ALTER TABLE bank_mappings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON bank_mappings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON bank_mappings TO {app_role};

CREATE TABLE billing_run_customers (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    run_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    outcome TEXT DEFAULT 'waiting' NOT NULL,
    failure JSONB,
    left_out JSONB,
    CONSTRAINT billing_run_customers_pkey PRIMARY KEY (account_id, run_id, organization_id),
    CONSTRAINT billing_run_customers_outcome_check CHECK (outcome IN ('waiting', 'drafted', 'nothing', 'failed', 'cancelled'))
);

CREATE INDEX billing_run_customers_waiting ON billing_run_customers (account_id, run_id, organization_id) WHERE outcome = 'waiting';

ALTER TABLE billing_run_customers ENABLE ROW LEVEL SECURITY;

ALTER TABLE billing_run_customers FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON billing_run_customers USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (outcome, failure, left_out) ON billing_run_customers TO {app_role};

CREATE TABLE billing_run_drafts (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    run_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    currency TEXT NOT NULL,
    total NUMERIC NOT NULL,
    held_back TEXT[] NOT NULL,
    issuing TEXT,
    asked_version INTEGER,
    asked_by TEXT,
    issue_date DATE,
    delivery TEXT,
    failure JSONB,
    CONSTRAINT billing_run_drafts_pkey PRIMARY KEY (account_id, run_id, invoice_id),
    CONSTRAINT billing_run_drafts_issuing_check CHECK (issuing IN ('waiting', 'issued', 'failed')),
    CONSTRAINT billing_run_drafts_asked_check CHECK (issuing IS DISTINCT FROM 'waiting' OR asked_version IS NOT NULL AND asked_by IS NOT NULL AND delivery IS NOT NULL)
);

CREATE INDEX billing_run_drafts_customer ON billing_run_drafts (account_id, run_id, organization_id);

CREATE INDEX billing_run_drafts_waiting ON billing_run_drafts (account_id, run_id, invoice_id) WHERE issuing = 'waiting';

ALTER TABLE billing_run_drafts ENABLE ROW LEVEL SECURITY;

ALTER TABLE billing_run_drafts FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON billing_run_drafts USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (issuing, asked_version, asked_by, issue_date, delivery, failure, held_back) ON billing_run_drafts TO {app_role};

CREATE TABLE billing_runs (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    first_day DATE,
    last_day DATE,
    earlier BOOLEAN NOT NULL,
    group_by TEXT NOT NULL,
    currencies TEXT[] NOT NULL,
    named BOOLEAN NOT NULL,
    issue TEXT,
    delivery TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    planned_at TIMESTAMP WITH TIME ZONE,
    finished_at TIMESTAMP WITH TIME ZONE,
    cancelled_at TIMESTAMP WITH TIME ZONE,
    cancelled_by TEXT,
    scheduled_month DATE,
    CONSTRAINT billing_runs_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT billing_runs_days_check CHECK ((first_day IS NULL) = (last_day IS NULL) AND first_day <= last_day)
);

CREATE UNIQUE INDEX billing_run_scheduled_once ON billing_runs (account_id, scheduled_month) WHERE scheduled_month IS NOT NULL;

ALTER TABLE billing_runs ENABLE ROW LEVEL SECURITY;

ALTER TABLE billing_runs FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON billing_runs USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (version, planned_at, finished_at, cancelled_at, cancelled_by) ON billing_runs TO {app_role};

CREATE TABLE billing_schedules (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    day_of_month INTEGER,
    hour INTEGER NOT NULL,
    group_by TEXT NOT NULL,
    issue TEXT NOT NULL,
    delivery TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT billing_schedules_pkey PRIMARY KEY (account_id),
    CONSTRAINT billing_schedules_day_check CHECK (day_of_month BETWEEN 1 AND 31),
    CONSTRAINT billing_schedules_hour_check CHECK (hour BETWEEN 0 AND 23)
);

ALTER TABLE billing_schedules ENABLE ROW LEVEL SECURITY;

ALTER TABLE billing_schedules FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON billing_schedules USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON billing_schedules TO {app_role};

CREATE TABLE billing_settings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    seller JSONB NOT NULL,
    payment_instructions TEXT NOT NULL,
    terms JSONB NOT NULL,
    number_format TEXT NOT NULL,
    credit_note_number_format TEXT NOT NULL,
    quote_number_format TEXT NOT NULL,
    tax_category TEXT NOT NULL,
    tax_rate NUMERIC NOT NULL,
    tax_code TEXT,
    customer_sees TEXT NOT NULL,
    payment_details JSONB DEFAULT '{}' NOT NULL,
    colour TEXT DEFAULT '#1f5c70' NOT NULL,
    logo TEXT,
    time_appendix TEXT DEFAULT 'none' NOT NULL,
    line_texts JSONB DEFAULT '{}' NOT NULL,
    hour_decimals INTEGER,
    CONSTRAINT billing_settings_pkey PRIMARY KEY (account_id),
    CONSTRAINT billing_settings_hour_decimals CHECK (hour_decimals BETWEEN 2 AND 4)
);

ALTER TABLE billing_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE billing_settings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON billing_settings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON billing_settings TO {app_role};

CREATE TABLE charge_claims (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    line_id UUID NOT NULL,
    charge_id UUID NOT NULL,
    charge_version INTEGER NOT NULL,
    released_by UUID,
    CONSTRAINT charge_claims_pkey PRIMARY KEY (account_id, invoice_id, line_id)
);

CREATE UNIQUE INDEX charge_billed_once ON charge_claims (account_id, charge_id) WHERE released_by IS NULL;

ALTER TABLE charge_claims ENABLE ROW LEVEL SECURITY;

ALTER TABLE charge_claims FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON charge_claims USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE, UPDATE (charge_version, released_by) ON charge_claims TO {app_role};

CREATE TABLE claims (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    line_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    seconds INT4RANGE NOT NULL,
    price_version INTEGER NOT NULL,
    billed_seconds INTEGER NOT NULL,
    charge_id UUID,
    late BOOLEAN DEFAULT false NOT NULL,
    written_off BOOLEAN DEFAULT false NOT NULL,
    whole_entry BOOLEAN DEFAULT false NOT NULL,
    released_by UUID,
    CONSTRAINT claims_pkey PRIMARY KEY (account_id, invoice_id, line_id, entry_id, seconds),
    CONSTRAINT claims_late_check CHECK (NOT late OR charge_id IS NOT NULL),
    CONSTRAINT claims_written_off_check CHECK (NOT written_off OR charge_id IS NULL),
    CONSTRAINT claims_seconds_check CHECK (NOT isempty(seconds) AND lower(seconds) >= 0),
    CONSTRAINT claims_billed_seconds_check CHECK (billed_seconds >= 0),
    CONSTRAINT claims_whole_entry_check CHECK (NOT whole_entry OR lower(seconds) = 0),
    CONSTRAINT claimed_once EXCLUDE USING gist (account_id WITH =, entry_id WITH =, seconds WITH &&) WHERE (released_by IS NULL AND NOT whole_entry)
);

CREATE INDEX claims_entry ON claims (account_id, entry_id);

ALTER TABLE claims ENABLE ROW LEVEL SECURITY;

ALTER TABLE claims FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON claims USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE, UPDATE (released_by) ON claims TO {app_role};

CREATE TABLE covered_time (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    charge_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    CONSTRAINT covered_time_pkey PRIMARY KEY (account_id, charge_id, entry_id)
);

ALTER TABLE covered_time ENABLE ROW LEVEL SECURITY;

ALTER TABLE covered_time FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON covered_time USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON covered_time TO {app_role};

CREATE TABLE credit_memo_reports (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    credit_note_id UUID NOT NULL,
    outcome TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    doc_number TEXT,
    applied NUMERIC,
    detail TEXT,
    CONSTRAINT credit_memo_reports_pkey PRIMARY KEY (account_id, invoice_id, credit_note_id, outcome, at),
    CONSTRAINT credit_memo_reports_outcome_check CHECK (outcome IN ('copied', 'failed'))
);

ALTER TABLE credit_memo_reports ENABLE ROW LEVEL SECURITY;

ALTER TABLE credit_memo_reports FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON credit_memo_reports USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON credit_memo_reports TO {app_role};

CREATE TABLE customer_billing (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    organization_id UUID NOT NULL,
    version INTEGER NOT NULL,
    purchase_order JSONB,
    terms JSONB,
    payment_instructions TEXT,
    public_buyer BOOLEAN,
    line_texts JSONB NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT customer_billing_pkey PRIMARY KEY (account_id, organization_id)
);

ALTER TABLE customer_billing ENABLE ROW LEVEL SECURITY;

ALTER TABLE customer_billing FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON customer_billing USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON customer_billing TO {app_role};

CREATE TABLE customer_issuing (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    organization_id UUID NOT NULL,
    version INTEGER NOT NULL,
    issue TEXT,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT customer_issuing_pkey PRIMARY KEY (account_id, organization_id)
);

ALTER TABLE customer_issuing ENABLE ROW LEVEL SECURITY;

ALTER TABLE customer_issuing FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON customer_issuing USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON customer_issuing TO {app_role};

CREATE TABLE delivery_reports (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    document_id UUID NOT NULL,
    delivery_id UUID NOT NULL,
    outcome TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    recipient TEXT,
    detail TEXT,
    CONSTRAINT delivery_reports_pkey PRIMARY KEY (account_id, document_id, delivery_id, outcome),
    CONSTRAINT delivery_reports_outcome_check CHECK (outcome IN ('sent', 'failed', 'unknown'))
);

CREATE INDEX delivery_reports_undelivered ON delivery_reports (account_id, document_id) WHERE outcome <> 'sent';

ALTER TABLE delivery_reports ENABLE ROW LEVEL SECURITY;

ALTER TABLE delivery_reports FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON delivery_reports USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON delivery_reports TO {app_role};

CREATE TABLE draft_lines (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    line_id UUID NOT NULL,
    draft_id UUID NOT NULL,
    position INTEGER NOT NULL,
    amount NUMERIC,
    percent NUMERIC,
    of_line_id UUID,
    tax_category TEXT,
    tax_rate NUMERIC,
    tax_code TEXT,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    seconds INTEGER,
    billed_seconds INTEGER,
    hourly_rate NUMERIC,
    hours NUMERIC,
    service_type_id UUID,
    service_type_name TEXT,
    first_day DATE,
    last_day DATE,
    charge_id UUID,
    included_seconds INTEGER,
    rolled_over_seconds INTEGER,
    quantity NUMERIC,
    unit TEXT,
    unit_price NUMERIC,
    CONSTRAINT draft_lines_pkey PRIMARY KEY (account_id, line_id),
    CONSTRAINT draft_lines_seconds_check CHECK (seconds > 0),
    CONSTRAINT draft_lines_billed_seconds_check CHECK ((seconds IS NULL) = (billed_seconds IS NULL) AND coalesce(billed_seconds, 0) >= 0),
    CONSTRAINT draft_lines_hours_check CHECK (hours IS NULL OR (kind = 'time' AND hourly_rate IS NOT NULL AND amount = round(hours * hourly_rate, scale(amount)))),
    CONSTRAINT draft_lines_charge_check CHECK ((kind = 'agreement') = (charge_id IS NOT NULL)),
    CONSTRAINT draft_lines_quantity_check CHECK ((quantity IS NULL) = (unit_price IS NULL) AND (unit IS NULL OR quantity IS NOT NULL)),
    CONSTRAINT draft_lines_of_line_check CHECK (of_line_id IS NULL OR kind = 'discount' AND of_line_id <> line_id)
);

CREATE UNIQUE INDEX draft_lines_one_discount ON draft_lines (account_id, draft_id, of_line_id) WHERE of_line_id IS NOT NULL;

CREATE INDEX draft_lines_order ON draft_lines (account_id, draft_id, position);

ALTER TABLE draft_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE draft_lines FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON draft_lines USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE, UPDATE (position, amount, percent, of_line_id, tax_category, tax_rate, tax_code, seconds, billed_seconds, hourly_rate, hours, service_type_id, service_type_name, description, first_day, last_day, included_seconds, rolled_over_seconds, quantity, unit, unit_price) ON draft_lines TO {app_role};

CREATE TABLE drafts (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    first_day DATE,
    last_day DATE,
    group_by TEXT NOT NULL,
    currency TEXT NOT NULL,
    language TEXT NOT NULL,
    notes TEXT NOT NULL,
    reference TEXT NOT NULL,
    purchase_order TEXT,
    time_appendix TEXT,
    hour_decimals INTEGER,
    terms JSONB,
    payment_instructions TEXT,
    reminder_fee_of UUID,
    tax_category TEXT NOT NULL,
    tax_rate NUMERIC NOT NULL,
    tax_code TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT drafts_pkey PRIMARY KEY (account_id, id)
);

CREATE INDEX drafts_organization ON drafts (account_id, organization_id);

ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;

ALTER TABLE drafts FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON drafts USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON drafts TO {app_role};

CREATE TABLE expense_categories (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    tax_code TEXT,
    mark_up NUMERIC NOT NULL,
    retired BOOLEAN NOT NULL,
    CONSTRAINT expense_categories_pkey PRIMARY KEY (account_id, id)
);

CREATE UNIQUE INDEX expense_category_once ON expense_categories (account_id, lower(name));

ALTER TABLE expense_categories ENABLE ROW LEVEL SECURITY;

ALTER TABLE expense_categories FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON expense_categories USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON expense_categories TO {app_role};

CREATE TABLE expense_journal (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    expense_id UUID NOT NULL,
    act TEXT NOT NULL,
    detail TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by TEXT NOT NULL,
    CONSTRAINT expense_journal_pkey PRIMARY KEY (account_id, id)
);

CREATE INDEX expense_journal_of_expense ON expense_journal (account_id, expense_id, id);

ALTER TABLE expense_journal ENABLE ROW LEVEL SECURITY;

ALTER TABLE expense_journal FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON expense_journal USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON expense_journal TO {app_role};

CREATE TABLE held_back (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    entry_id UUID NOT NULL,
    until DATE,
    reason TEXT NOT NULL,
    held_back_at TIMESTAMP WITH TIME ZONE NOT NULL,
    held_back_by TEXT NOT NULL,
    CONSTRAINT held_back_pkey PRIMARY KEY (account_id, entry_id)
);

ALTER TABLE held_back ENABLE ROW LEVEL SECURITY;

ALTER TABLE held_back FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON held_back USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON held_back TO {app_role};

CREATE TABLE invoice_lines (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    position INTEGER NOT NULL,
    line_id UUID NOT NULL,
    amount NUMERIC,
    tax_category TEXT,
    tax_rate NUMERIC,
    tax_code TEXT,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    seconds INTEGER,
    billed_seconds INTEGER,
    hourly_rate NUMERIC,
    hours NUMERIC,
    service_type_id UUID,
    service_type_name TEXT,
    first_day DATE,
    last_day DATE,
    charge_id UUID,
    included_seconds INTEGER,
    rolled_over_seconds INTEGER,
    quantity NUMERIC,
    unit TEXT,
    unit_price NUMERIC,
    discount_id UUID,
    percent NUMERIC,
    of_line_id UUID,
    CONSTRAINT invoice_lines_pkey PRIMARY KEY (account_id, invoice_id, position),
    CONSTRAINT invoice_lines_account_id_invoice_id_line_id_key UNIQUE (account_id, invoice_id, line_id),
    CONSTRAINT texts_charge_nothing CHECK (num_nonnulls(amount, tax_category, tax_rate) = CASE WHEN kind = 'text' THEN 0 ELSE 3 END),
    CONSTRAINT texts_have_no_tax_code CHECK (kind <> 'text' OR tax_code IS NULL),
    CONSTRAINT invoice_lines_billed_seconds_check CHECK ((seconds IS NULL) = (billed_seconds IS NULL) AND coalesce(billed_seconds, 0) >= 0),
    CONSTRAINT invoice_lines_hours_check CHECK (hours IS NULL OR (kind = 'time' AND hourly_rate IS NOT NULL AND amount = round(hours * hourly_rate, scale(amount)))),
    CONSTRAINT invoice_lines_charge_check CHECK ((kind = 'agreement') = (charge_id IS NOT NULL)),
    CONSTRAINT invoice_lines_quantity_check CHECK ((quantity IS NULL) = (unit_price IS NULL) AND (unit IS NULL OR quantity IS NOT NULL)),
    CONSTRAINT invoice_lines_of_line_check CHECK (of_line_id IS NULL OR kind = 'discount' AND of_line_id <> line_id),
    CONSTRAINT invoice_lines_account_id_invoice_id_of_line_id_fkey FOREIGN KEY(account_id, invoice_id, of_line_id) REFERENCES invoice_lines (account_id, invoice_id, line_id)
);

CREATE UNIQUE INDEX invoice_lines_one_discount ON invoice_lines (account_id, invoice_id, of_line_id) WHERE of_line_id IS NOT NULL;

ALTER TABLE invoice_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE invoice_lines FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON invoice_lines USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON invoice_lines TO {app_role};

CREATE TABLE invoices (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    number TEXT NOT NULL,
    series TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    issue_date DATE NOT NULL,
    due_date DATE NOT NULL,
    first_day DATE,
    last_day DATE,
    currency TEXT NOT NULL,
    language TEXT NOT NULL,
    seller JSONB NOT NULL,
    buyer JSONB NOT NULL,
    billing_contact JSONB,
    delivery TEXT NOT NULL,
    notes TEXT NOT NULL,
    reference TEXT NOT NULL,
    purchase_order TEXT,
    payment_instructions TEXT NOT NULL,
    payment_details JSONB DEFAULT '{}' NOT NULL,
    payment_reference TEXT DEFAULT '' NOT NULL,
    colour TEXT DEFAULT '#1f5c70' NOT NULL,
    logo TEXT,
    time_appendix TEXT DEFAULT 'none' NOT NULL,
    appendix TEXT,
    receipts JSONB,
    reminder_fee_of UUID,
    seconds BIGINT NOT NULL,
    subtotal NUMERIC NOT NULL,
    tax NUMERIC NOT NULL,
    total NUMERIC NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    issued_by TEXT NOT NULL,
    drafted_at TIMESTAMP WITH TIME ZONE,
    drafted_by TEXT,
    drafted_as JSONB,
    CONSTRAINT invoices_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT invoice_number_once UNIQUE (account_id, number),
    CONSTRAINT invoices_account_id_series_sequence_key UNIQUE (account_id, series, sequence),
    CONSTRAINT invoices_sequence_check CHECK (sequence > 0),
    CONSTRAINT invoices_total_check CHECK (total = subtotal + tax AND total >= 0),
    CONSTRAINT invoice_due_after_issue CHECK (due_date >= issue_date)
);

CREATE INDEX invoices_dated ON invoices (account_id, issue_date) INCLUDE (organization_id, currency, subtotal, total);

CREATE INDEX invoices_organization ON invoices (account_id, organization_id);

ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;

ALTER TABLE invoices FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON invoices USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON invoices TO {app_role};

CREATE TABLE journal_exports (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    last_day DATE NOT NULL,
    transactions INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT journal_exports_pkey PRIMARY KEY (account_id, id)
);

ALTER TABLE journal_exports ENABLE ROW LEVEL SECURITY;

ALTER TABLE journal_exports FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON journal_exports USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON journal_exports TO {app_role};

CREATE TABLE ledger_settings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    accounts JSONB NOT NULL,
    CONSTRAINT ledger_settings_pkey PRIMARY KEY (account_id)
);

ALTER TABLE ledger_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger_settings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON ledger_settings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON ledger_settings TO {app_role};

CREATE TABLE logos (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT logos_pkey PRIMARY KEY (account_id, sha256)
);

ALTER TABLE logos ENABLE ROW LEVEL SECURITY;

ALTER TABLE logos FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON logos USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON logos TO {app_role};

CREATE TABLE number_series (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    series TEXT NOT NULL,
    kind TEXT NOT NULL,
    last_sequence INTEGER NOT NULL,
    last_issue_date DATE,
    last_hash TEXT NOT NULL,
    CONSTRAINT number_series_pkey PRIMARY KEY (account_id, series),
    CONSTRAINT number_series_kind_check CHECK (kind IN ('invoice', 'credit-note', 'quote'))
);

ALTER TABLE number_series ENABLE ROW LEVEL SECURITY;

ALTER TABLE number_series FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON number_series USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (series, last_sequence, last_issue_date, last_hash) ON number_series TO {app_role};

CREATE TABLE organizations (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    organization_id UUID NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    vat_number TEXT,
    registration_number TEXT,
    gln TEXT,
    address JSONB,
    billing_contact JSONB,
    language TEXT NOT NULL,
    currency TEXT,
    code TEXT,
    merged_into UUID,
    CONSTRAINT organizations_pkey PRIMARY KEY (account_id, organization_id)
);

CREATE INDEX organizations_merged_into ON organizations (account_id, merged_into) WHERE merged_into IS NOT NULL;

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;

ALTER TABLE organizations FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON organizations USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON organizations TO {app_role};

CREATE TABLE payment_settings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    difference_limit NUMERIC NOT NULL,
    credit_on_issue BOOLEAN NOT NULL,
    CONSTRAINT payment_settings_pkey PRIMARY KEY (account_id),
    CONSTRAINT payment_settings_check CHECK (difference_limit >= 0)
);

ALTER TABLE payment_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE payment_settings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON payment_settings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON payment_settings TO {app_role};

CREATE TABLE payments (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    organization_id UUID NOT NULL,
    received_on DATE NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    method TEXT NOT NULL,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    reverses UUID,
    reason TEXT,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    bank_transaction_id UUID,
    written_off_with UUID,
    allocated NUMERIC DEFAULT 0 NOT NULL,
    refunded NUMERIC DEFAULT 0 NOT NULL,
    CONSTRAINT payments_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT payments_kind_check CHECK (kind IN ('cash', 'credit', 'difference')),
    CONSTRAINT reversed_once UNIQUE (account_id, reverses),
    CONSTRAINT payments_account_id_reverses_fkey FOREIGN KEY(account_id, reverses) REFERENCES payments (account_id, id),
    CONSTRAINT payments_account_id_written_off_with_fkey FOREIGN KEY(account_id, written_off_with) REFERENCES payments (account_id, id),
    CONSTRAINT payments_written_off_with_check CHECK (written_off_with IS NULL OR kind = 'difference' AND reverses IS NULL),
    CONSTRAINT payments_check CHECK (CASE WHEN reverses IS NULL THEN amount > 0 ELSE amount < 0 AND reason IS NOT NULL END),
    CONSTRAINT allocated_within_payment CHECK (allocated BETWEEN least(amount, 0) AND greatest(amount, 0)),
    CONSTRAINT refunded_within_payment CHECK (refunded = 0 OR reverses IS NULL AND kind <> 'difference' AND refunded BETWEEN 0 AND allocated)
);

CREATE INDEX payments_not_allocated ON payments (account_id, organization_id) INCLUDE (currency, amount, allocated) WHERE amount <> allocated;

CREATE INDEX payments_organization ON payments (account_id, organization_id);

CREATE INDEX payments_received ON payments (account_id, received_on) INCLUDE (organization_id, currency, amount, kind, reverses);

CREATE INDEX payments_recorded ON payments (account_id, recorded_at);

CREATE INDEX payments_written_off_with ON payments (account_id, written_off_with) WHERE written_off_with IS NOT NULL;

ALTER TABLE payments ENABLE ROW LEVEL SECURITY;

ALTER TABLE payments FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON payments USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (allocated, refunded) ON payments TO {app_role};

CREATE TABLE quickbooks_reports (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    outcome TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    qbo_id TEXT,
    detail TEXT,
    CONSTRAINT quickbooks_reports_pkey PRIMARY KEY (account_id, invoice_id, outcome, at),
    CONSTRAINT quickbooks_reports_outcome_check CHECK (outcome IN ('copied', 'failed'))
);

ALTER TABLE quickbooks_reports ENABLE ROW LEVEL SECURITY;

ALTER TABLE quickbooks_reports FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON quickbooks_reports USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON quickbooks_reports TO {app_role};

CREATE TABLE quotes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    currency TEXT NOT NULL,
    language TEXT NOT NULL,
    tax_category TEXT NOT NULL,
    tax_rate NUMERIC NOT NULL,
    tax_code TEXT,
    title TEXT NOT NULL,
    pricing TEXT NOT NULL,
    valid_until DATE,
    notes TEXT NOT NULL,
    reference TEXT NOT NULL,
    replaces UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    number TEXT,
    series TEXT,
    sequence INTEGER,
    issue_date DATE,
    seller JSONB,
    colour TEXT,
    logo TEXT,
    buyer JSONB,
    billing_contact JSONB,
    sent_at TIMESTAMP WITH TIME ZONE,
    sent_by TEXT,
    CONSTRAINT quotes_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT quote_number_once UNIQUE (account_id, number),
    CONSTRAINT quotes_account_id_series_sequence_key UNIQUE (account_id, series, sequence),
    CONSTRAINT quotes_are_sent_whole CHECK (num_nulls(number, series, sequence, issue_date, seller, buyer, sent_at, sent_by) IN (0, 8))
);

CREATE INDEX quotes_organization ON quotes (account_id, organization_id);

CREATE INDEX quotes_replaced ON quotes (account_id, replaces);

ALTER TABLE quotes ENABLE ROW LEVEL SECURITY;

ALTER TABLE quotes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON quotes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON quotes TO {app_role};

CREATE TABLE recurring_invoices (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    currency TEXT NOT NULL,
    terms JSONB NOT NULL,
    place INTEGER NOT NULL,
    next_on DATE,
    covered_until DATE,
    catch_up_to DATE,
    paused_at TIMESTAMP WITH TIME ZONE,
    paused_by TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT recurring_invoices_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT recurring_invoices_paused_check CHECK ((paused_at IS NULL) = (paused_by IS NULL))
);

CREATE INDEX recurring_invoices_next ON recurring_invoices (account_id, next_on) WHERE next_on IS NOT NULL AND paused_at IS NULL;

CREATE INDEX recurring_invoices_organization ON recurring_invoices (account_id, organization_id);

ALTER TABLE recurring_invoices ENABLE ROW LEVEL SECURITY;

ALTER TABLE recurring_invoices FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON recurring_invoices USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON recurring_invoices TO {app_role};

CREATE TABLE refunds (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    organization_id UUID NOT NULL,
    refunded_on DATE NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    method TEXT NOT NULL,
    reference TEXT NOT NULL,
    bank_transaction_id UUID,
    reverses UUID,
    reason TEXT,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    CONSTRAINT refunds_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT refund_reversed_once UNIQUE (account_id, reverses),
    CONSTRAINT refunds_account_id_reverses_fkey FOREIGN KEY(account_id, reverses) REFERENCES refunds (account_id, id),
    CONSTRAINT refunds_check CHECK (CASE WHEN reverses IS NULL THEN amount > 0 ELSE amount < 0 AND reason IS NOT NULL END)
);

CREATE INDEX refunds_of_customer ON refunds (account_id, organization_id);

CREATE INDEX refunds_recorded ON refunds (account_id, recorded_at);

ALTER TABLE refunds ENABLE ROW LEVEL SECURITY;

ALTER TABLE refunds FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON refunds USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON refunds TO {app_role};

CREATE TABLE refused_changes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    entry_id UUID NOT NULL,
    version INTEGER NOT NULL,
    timesheet_id UUID NOT NULL,
    approved_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason TEXT NOT NULL,
    hours JSONB NOT NULL,
    CONSTRAINT refused_changes_pkey PRIMARY KEY (account_id, entry_id)
);

ALTER TABLE refused_changes ENABLE ROW LEVEL SECURITY;

ALTER TABLE refused_changes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON refused_changes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON refused_changes TO {app_role};

CREATE TABLE reminder_fees (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    reminder_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    days INTEGER NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    charged_on DATE NOT NULL,
    charged_at TIMESTAMP WITH TIME ZONE NOT NULL,
    fee_invoice_id UUID,
    failure JSONB,
    CONSTRAINT reminder_fees_pkey PRIMARY KEY (account_id, reminder_id),
    CONSTRAINT reminder_fees_amount_check CHECK (amount > 0)
);

CREATE UNIQUE INDEX fee_invoiced_once ON reminder_fees (account_id, fee_invoice_id) WHERE fee_invoice_id IS NOT NULL;

CREATE INDEX reminder_fees_of_invoice ON reminder_fees (account_id, invoice_id);

ALTER TABLE reminder_fees ENABLE ROW LEVEL SECURITY;

ALTER TABLE reminder_fees FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON reminder_fees USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (fee_invoice_id, failure) ON reminder_fees TO {app_role};

CREATE TABLE reminder_reports (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    delivery_id UUID NOT NULL,
    outcome TEXT NOT NULL,
    number INTEGER,
    days INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    recipient TEXT,
    balance NUMERIC,
    detail TEXT,
    requested_by TEXT,
    CONSTRAINT reminder_reports_pkey PRIMARY KEY (account_id, invoice_id, delivery_id, outcome),
    CONSTRAINT reminder_reports_outcome_check CHECK (outcome IN ('sent', 'failed', 'unknown', 'passed-over'))
);

ALTER TABLE reminder_reports ENABLE ROW LEVEL SECURITY;

ALTER TABLE reminder_reports FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON reminder_reports USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON reminder_reports TO {app_role};

CREATE TABLE seen_payments (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    seen_id UUID NOT NULL,
    payment_id UUID,
    undone_because TEXT,
    invoice_id UUID,
    mirrors NUMERIC DEFAULT 0 NOT NULL,
    CONSTRAINT seen_payments_pkey PRIMARY KEY (account_id, seen_id)
);

CREATE INDEX seen_payments_that_mirror ON seen_payments (account_id, invoice_id) WHERE mirrors > 0;

ALTER TABLE seen_payments ENABLE ROW LEVEL SECURITY;

ALTER TABLE seen_payments FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON seen_payments USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON seen_payments TO {app_role};

CREATE TABLE tax_codes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    ledger_account TEXT,
    ledger_code TEXT,
    retired BOOLEAN NOT NULL,
    CONSTRAINT tax_codes_pkey PRIMARY KEY (account_id, code)
);

ALTER TABLE tax_codes ENABLE ROW LEVEL SECURITY;

ALTER TABLE tax_codes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON tax_codes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (version, name, ledger_account, ledger_code, retired) ON tax_codes TO {app_role};

CREATE TABLE time_entries (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    entry_id UUID NOT NULL,
    version INTEGER,
    timesheet_id UUID,
    agent_id UUID,
    agent_name TEXT,
    organization_id UUID,
    recorded_for UUID,
    project_id UUID,
    project_name TEXT,
    work_item_id UUID,
    work_item_name TEXT,
    service_type_id UUID,
    service_type_name TEXT,
    work_date DATE,
    seconds INTEGER,
    billable BOOLEAN,
    description TEXT,
    approved_at TIMESTAMP WITH TIME ZONE,
    withdrawn BOOLEAN DEFAULT false NOT NULL,
    price_version INTEGER,
    price_entry_version INTEGER,
    priced_seconds INTEGER,
    segments JSONB,
    currency TEXT,
    unpriced_reason TEXT,
    claimed_seconds INTEGER DEFAULT 0 NOT NULL,
    held_seconds INTEGER DEFAULT 0 NOT NULL,
    written_off_seconds INTEGER DEFAULT 0 NOT NULL,
    priced BOOLEAN GENERATED ALWAYS AS (coalesce(segments IS NOT NULL AND price_entry_version = version AND priced_seconds = seconds AND organization_id IS NOT NULL, false)) STORED NOT NULL,
    CONSTRAINT time_entries_pkey PRIMARY KEY (account_id, entry_id),
    CONSTRAINT claimed_once CHECK (claimed_seconds BETWEEN 0 AND coalesce(seconds, 0)),
    CONSTRAINT time_entries_held_seconds_check CHECK (held_seconds >= 0),
    CONSTRAINT time_entries_withdrawn_check CHECK (NOT withdrawn OR claimed_seconds = 0 AND NOT billable)
)
 WITH (fillfactor = 70);

CREATE INDEX time_entries_billable ON time_entries (account_id, organization_id, work_date) WHERE billable;

CREATE INDEX time_entries_open ON time_entries (account_id, organization_id, work_date) WHERE billable AND claimed_seconds < seconds;

CREATE INDEX time_entries_written_off ON time_entries (account_id, entry_id) WHERE written_off_seconds > 0;

ALTER TABLE time_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE time_entries FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON time_entries USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON time_entries TO {app_role};

CREATE TABLE time_totals (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    organization_id UUID NOT NULL,
    work_date DATE NOT NULL,
    shard INTEGER NOT NULL,
    approved BIGINT NOT NULL,
    unpriced BIGINT NOT NULL,
    claimed BIGINT NOT NULL,
    held BIGINT NOT NULL,
    written_off BIGINT NOT NULL,
    CONSTRAINT time_totals_pkey PRIMARY KEY (account_id, organization_id, work_date, shard)
);

ALTER TABLE time_totals ENABLE ROW LEVEL SECURITY;

ALTER TABLE time_totals FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON time_totals USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON time_totals TO {app_role};

CREATE TABLE timesheets (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    timesheet_id UUID NOT NULL,
    version INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    arrived INTEGER[] NOT NULL,
    entry_ids UUID[] NOT NULL,
    former_ids UUID[] NOT NULL,
    asked_version INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT timesheets_pkey PRIMARY KEY (account_id, timesheet_id)
);

ALTER TABLE timesheets ENABLE ROW LEVEL SECURITY;

ALTER TABLE timesheets FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON timesheets USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON timesheets TO {app_role};

CREATE TABLE vat_entries (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    document_id UUID NOT NULL,
    category TEXT NOT NULL,
    rate NUMERIC NOT NULL,
    tax_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    issue_date DATE NOT NULL,
    currency TEXT NOT NULL,
    organization_id UUID NOT NULL,
    base NUMERIC NOT NULL,
    tax NUMERIC NOT NULL,
    vat_country TEXT,
    vat_number TEXT,
    CONSTRAINT vat_entries_pkey PRIMARY KEY (account_id, document_id, category, rate, tax_code),
    CONSTRAINT vat_entries_kind_check CHECK (kind IN ('invoice', 'credit-note'))
);

CREATE INDEX vat_entries_by_day ON vat_entries (account_id, issue_date) INCLUDE (kind, currency, tax_code, category, rate, base, tax);

CREATE INDEX vat_entries_reverse_charged ON vat_entries (account_id, issue_date) WHERE category = 'reverse-charge';

ALTER TABLE vat_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE vat_entries FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON vat_entries USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON vat_entries TO {app_role};

CREATE TABLE write_offs (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    organization_id UUID NOT NULL,
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    seconds BIGINT NOT NULL,
    amount NUMERIC NOT NULL,
    written_off_at TIMESTAMP WITH TIME ZONE NOT NULL,
    written_off_by TEXT NOT NULL,
    CONSTRAINT write_offs_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT write_offs_seconds_check CHECK (seconds > 0)
);

CREATE INDEX write_offs_organization ON write_offs (account_id, organization_id, id);

ALTER TABLE write_offs ENABLE ROW LEVEL SECURITY;

ALTER TABLE write_offs FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON write_offs USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON write_offs TO {app_role};

CREATE TABLE allocations (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    payment_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    amount NUMERIC NOT NULL,
    allocated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    taken_back_because TEXT,
    taken_back_by TEXT,
    of_duplicate BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT allocations_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT allocations_taken_back_check CHECK ((taken_back_because IS NULL) = (taken_back_by IS NULL) AND (taken_back_because IS NULL OR amount < 0)),
    CONSTRAINT allocations_amount_check CHECK (amount <> 0),
    CONSTRAINT allocations_account_id_payment_id_fkey FOREIGN KEY(account_id, payment_id) REFERENCES payments (account_id, id),
    CONSTRAINT allocations_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

CREATE INDEX allocations_across ON allocations (account_id, id) WHERE of_duplicate;

CREATE INDEX allocations_invoice ON allocations (account_id, invoice_id);

CREATE INDEX allocations_made ON allocations (account_id, allocated_at);

CREATE INDEX allocations_payment ON allocations (account_id, payment_id);

ALTER TABLE allocations ENABLE ROW LEVEL SECURITY;

ALTER TABLE allocations FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON allocations USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON allocations TO {app_role};

CREATE TABLE balances (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    issue_date DATE NOT NULL,
    due_date DATE NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    currency TEXT NOT NULL,
    total NUMERIC NOT NULL,
    credited NUMERIC NOT NULL,
    credit_notes INTEGER NOT NULL,
    allocated NUMERIC NOT NULL,
    differences NUMERIC NOT NULL,
    credit_applied NUMERIC NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT balances_pkey PRIMARY KEY (account_id, invoice_id),
    CONSTRAINT credited_within_total CHECK (credited BETWEEN 0 AND total),
    CONSTRAINT allocated_within_balance CHECK (allocated >= 0 AND allocated <= total - credited),
    CONSTRAINT unpaid_within_allocated CHECK (differences >= 0 AND credit_applied >= 0 AND differences + credit_applied <= allocated),
    CONSTRAINT balances_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

CREATE INDEX balances_owed ON balances (account_id, due_date, invoice_id) INCLUDE (organization_id, issue_date, issued_at, currency, total, credited, allocated) WHERE total - credited - allocated > 0;

ALTER TABLE balances ENABLE ROW LEVEL SECURITY;

ALTER TABLE balances FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON balances USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (credited, credit_notes, allocated, differences, credit_applied, version) ON balances TO {app_role};

CREATE TABLE bank_transactions (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    file_id UUID NOT NULL,
    bank_account TEXT NOT NULL,
    entry_key TEXT NOT NULL,
    booked_on DATE NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    text TEXT NOT NULL,
    counterparty TEXT NOT NULL,
    counterparty_account TEXT NOT NULL,
    reference TEXT NOT NULL,
    end_to_end_id TEXT NOT NULL,
    bank_reference TEXT NOT NULL,
    state TEXT DEFAULT 'open' NOT NULL,
    version INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT bank_transactions_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT bank_entry_once UNIQUE (account_id, bank_account, entry_key),
    CONSTRAINT bank_transactions_account_id_file_id_fkey FOREIGN KEY(account_id, file_id) REFERENCES bank_files (account_id, id),
    CONSTRAINT bank_transactions_amount_check CHECK (amount <> 0),
    CONSTRAINT bank_transactions_state_check CHECK (state IN ('open', 'taken', 'set-aside'))
);

CREATE INDEX bank_transactions_of_state ON bank_transactions (account_id, state, id);

CREATE INDEX bank_transactions_taken_from ON bank_transactions (account_id, counterparty_account) WHERE state = 'taken' AND counterparty_account <> '';

ALTER TABLE bank_transactions ENABLE ROW LEVEL SECURITY;

ALTER TABLE bank_transactions FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON bank_transactions USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (state, version) ON bank_transactions TO {app_role};

CREATE TABLE credit_notes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    number TEXT NOT NULL,
    series TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    invoice_id UUID NOT NULL,
    invoice_number TEXT NOT NULL,
    invoice_date DATE NOT NULL,
    organization_id UUID NOT NULL,
    issue_date DATE NOT NULL,
    first_day DATE,
    last_day DATE,
    currency TEXT NOT NULL,
    language TEXT NOT NULL,
    seller JSONB NOT NULL,
    buyer JSONB NOT NULL,
    billing_contact JSONB,
    delivery TEXT NOT NULL,
    reason TEXT NOT NULL,
    reference TEXT NOT NULL,
    purchase_order TEXT,
    colour TEXT DEFAULT '#1f5c70' NOT NULL,
    logo TEXT,
    seconds BIGINT NOT NULL,
    subtotal NUMERIC NOT NULL,
    tax NUMERIC NOT NULL,
    total NUMERIC NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    issued_by TEXT NOT NULL,
    CONSTRAINT credit_notes_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT credit_note_number_once UNIQUE (account_id, number),
    CONSTRAINT credit_notes_account_id_series_sequence_key UNIQUE (account_id, series, sequence),
    CONSTRAINT credit_notes_account_id_id_invoice_id_key UNIQUE (account_id, id, invoice_id),
    CONSTRAINT credit_notes_sequence_check CHECK (sequence > 0),
    CONSTRAINT credit_notes_total_check CHECK (total = subtotal + tax AND total >= 0),
    CONSTRAINT credit_notes_reason_check CHECK (reason ~ '\S'),
    CONSTRAINT credit_notes_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

CREATE INDEX credit_notes_dated ON credit_notes (account_id, issue_date);

CREATE INDEX credit_notes_of_invoice ON credit_notes (account_id, invoice_id);

CREATE INDEX credit_notes_organization ON credit_notes (account_id, organization_id);

CREATE INDEX credit_notes_recorded ON credit_notes (account_id, issued_at);

ALTER TABLE credit_notes ENABLE ROW LEVEL SECURITY;

ALTER TABLE credit_notes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON credit_notes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON credit_notes TO {app_role};

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

CREATE TABLE disputes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    line_id UUID,
    question_id UUID,
    reason TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT disputes_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT disputes_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id),
    CONSTRAINT disputes_account_id_invoice_id_line_id_fkey FOREIGN KEY(account_id, invoice_id, line_id) REFERENCES invoice_lines (account_id, invoice_id, line_id)
);

CREATE INDEX disputes_of_invoice ON disputes (account_id, invoice_id);

ALTER TABLE disputes ENABLE ROW LEVEL SECURITY;

ALTER TABLE disputes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON disputes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON disputes TO {app_role};

CREATE TABLE documents (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    media_type TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BYTEA NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT documents_pkey PRIMARY KEY (account_id, invoice_id, media_type),
    CONSTRAINT documents_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;

ALTER TABLE documents FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON documents USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON documents TO {app_role};

CREATE TABLE expenses (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    project_id UUID,
    category_id UUID,
    agent_id UUID,
    spent_on DATE NOT NULL,
    description TEXT NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    distance_km NUMERIC,
    rate_per_km NUMERIC,
    billable BOOLEAN NOT NULL,
    mark_up NUMERIC NOT NULL,
    billed_currency TEXT,
    exchange_rate NUMERIC,
    decision TEXT,
    reason TEXT NOT NULL,
    claimed BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT expenses_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT expenses_account_id_category_id_fkey FOREIGN KEY(account_id, category_id) REFERENCES expense_categories (account_id, id),
    CONSTRAINT expenses_amount_check CHECK (amount > 0 AND mark_up >= 0),
    CONSTRAINT expenses_distance_check CHECK ((distance_km IS NULL) = (rate_per_km IS NULL)),
    CONSTRAINT expenses_exchange_check CHECK ((billed_currency IS NULL) = (exchange_rate IS NULL) AND billed_currency <> currency AND exchange_rate > 0),
    CONSTRAINT expenses_rejected_because CHECK ((decision = 'rejected') IS NOT TRUE OR reason <> '')
);

CREATE INDEX expenses_of_agent ON expenses (account_id, agent_id, id);

CREATE INDEX expenses_of_customer ON expenses (account_id, organization_id, id);

CREATE INDEX expenses_ready ON expenses (account_id, organization_id, spent_on) WHERE decision = 'approved' AND billable AND NOT claimed;

CREATE INDEX expenses_submitted ON expenses (account_id, id) WHERE decision IS NULL;

ALTER TABLE expenses ENABLE ROW LEVEL SECURITY;

ALTER TABLE expenses FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON expenses USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON expenses TO {app_role};

CREATE TABLE invoice_taxes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    category TEXT NOT NULL,
    rate NUMERIC NOT NULL,
    base NUMERIC NOT NULL,
    tax NUMERIC NOT NULL,
    CONSTRAINT invoice_taxes_pkey PRIMARY KEY (account_id, invoice_id, category, rate),
    CONSTRAINT invoice_taxes_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

ALTER TABLE invoice_taxes ENABLE ROW LEVEL SECURITY;

ALTER TABLE invoice_taxes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON invoice_taxes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON invoice_taxes TO {app_role};

CREATE TABLE journal_lines (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    export_id UUID NOT NULL,
    transaction INTEGER NOT NULL,
    position INTEGER NOT NULL,
    fact_kind TEXT NOT NULL,
    fact_id UUID NOT NULL,
    booked_on DATE NOT NULL,
    voucher TEXT NOT NULL,
    text TEXT NOT NULL,
    account TEXT NOT NULL,
    tax_code TEXT,
    ledger_code TEXT,
    currency TEXT NOT NULL,
    debit NUMERIC NOT NULL,
    credit NUMERIC NOT NULL,
    CONSTRAINT journal_lines_pkey PRIMARY KEY (account_id, export_id, transaction, position),
    CONSTRAINT journal_fact_once UNIQUE (account_id, fact_id, fact_kind, position),
    CONSTRAINT journal_lines_check CHECK (debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)),
    CONSTRAINT journal_lines_account_id_export_id_fkey FOREIGN KEY(account_id, export_id) REFERENCES journal_exports (account_id, id)
);

ALTER TABLE journal_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE journal_lines FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON journal_lines USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON journal_lines TO {app_role};

CREATE TABLE lost_time (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    draft_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    seconds INTEGER NOT NULL,
    reason TEXT NOT NULL,
    agent_name TEXT,
    work_item_name TEXT,
    work_date DATE,
    lost_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT lost_time_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT lost_time_account_id_draft_id_fkey FOREIGN KEY(account_id, draft_id) REFERENCES drafts (account_id, id) ON DELETE CASCADE
);

CREATE INDEX lost_time_of_draft ON lost_time (account_id, draft_id);

ALTER TABLE lost_time ENABLE ROW LEVEL SECURITY;

ALTER TABLE lost_time FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON lost_time USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (seconds), DELETE ON lost_time TO {app_role};

CREATE TABLE overdue_notices (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    version INTEGER NOT NULL,
    balance NUMERIC NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT overdue_notices_pkey PRIMARY KEY (account_id, invoice_id, version),
    CONSTRAINT overdue_notices_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

ALTER TABLE overdue_notices ENABLE ROW LEVEL SECURITY;

ALTER TABLE overdue_notices FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON overdue_notices USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON overdue_notices TO {app_role};

CREATE TABLE quote_answers (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    quote_id UUID NOT NULL,
    answer TEXT NOT NULL,
    answered_on DATE NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    CONSTRAINT quote_answers_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT quote_answers_account_id_quote_id_fkey FOREIGN KEY(account_id, quote_id) REFERENCES quotes (account_id, id)
);

CREATE INDEX quote_answers_of_quote ON quote_answers (account_id, quote_id, id);

ALTER TABLE quote_answers ENABLE ROW LEVEL SECURITY;

ALTER TABLE quote_answers FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON quote_answers USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON quote_answers TO {app_role};

CREATE TABLE quote_claims (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    line_id UUID NOT NULL,
    quote_id UUID NOT NULL,
    quoted_id UUID NOT NULL,
    released_by UUID,
    CONSTRAINT quote_claims_pkey PRIMARY KEY (account_id, invoice_id, line_id),
    CONSTRAINT quote_claims_account_id_quote_id_fkey FOREIGN KEY(account_id, quote_id) REFERENCES quotes (account_id, id)
);

CREATE INDEX quote_claims_of_quote ON quote_claims (account_id, quote_id);

CREATE UNIQUE INDEX quoted_once ON quote_claims (account_id, quoted_id) WHERE released_by IS NULL;

ALTER TABLE quote_claims ENABLE ROW LEVEL SECURITY;

ALTER TABLE quote_claims FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON quote_claims USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE, UPDATE (released_by) ON quote_claims TO {app_role};

CREATE TABLE quote_documents (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    quote_id UUID NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT quote_documents_pkey PRIMARY KEY (account_id, quote_id),
    CONSTRAINT quote_documents_account_id_quote_id_fkey FOREIGN KEY(account_id, quote_id) REFERENCES quotes (account_id, id)
);

ALTER TABLE quote_documents ENABLE ROW LEVEL SECURITY;

ALTER TABLE quote_documents FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON quote_documents USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON quote_documents TO {app_role};

CREATE TABLE quote_lines (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    line_id UUID NOT NULL,
    quote_id UUID NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    seconds INTEGER,
    hourly_rate NUMERIC,
    amount NUMERIC,
    percent NUMERIC,
    of_line_id UUID,
    tax_category TEXT,
    tax_rate NUMERIC,
    tax_code TEXT,
    CONSTRAINT quote_lines_pkey PRIMARY KEY (account_id, line_id),
    CONSTRAINT quote_lines_account_id_quote_id_fkey FOREIGN KEY(account_id, quote_id) REFERENCES quotes (account_id, id),
    CONSTRAINT quote_lines_account_id_quote_id_line_id_key UNIQUE (account_id, quote_id, line_id),
    CONSTRAINT quote_lines_of_line_check CHECK (of_line_id IS NULL OR kind = 'discount' AND of_line_id <> line_id),
    CONSTRAINT quote_lines_account_id_quote_id_of_line_id_fkey FOREIGN KEY(account_id, quote_id, of_line_id) REFERENCES quote_lines (account_id, quote_id, line_id),
    CONSTRAINT quote_lines_time_check CHECK ((kind = 'time') = (seconds IS NOT NULL) AND (kind = 'time') = (hourly_rate IS NOT NULL))
);

CREATE UNIQUE INDEX quote_lines_one_discount ON quote_lines (account_id, quote_id, of_line_id) WHERE of_line_id IS NOT NULL;

CREATE INDEX quote_lines_order ON quote_lines (account_id, quote_id, position);

ALTER TABLE quote_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE quote_lines FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON quote_lines USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON quote_lines TO {app_role};

CREATE TABLE recurring_periods (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    recurring_id UUID NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    due_on DATE NOT NULL,
    outcome TEXT NOT NULL,
    noted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    noted_by TEXT NOT NULL,
    invoice_id UUID,
    total NUMERIC,
    failure JSONB,
    issuing TEXT,
    asked_version INTEGER,
    held_back TEXT[] NOT NULL,
    CONSTRAINT recurring_periods_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT recurring_periods_account_id_recurring_id_fkey FOREIGN KEY(account_id, recurring_id) REFERENCES recurring_invoices (account_id, id),
    CONSTRAINT recurring_periods_outcome_check CHECK (outcome IN ('made', 'failed', 'skipped') AND (outcome = 'made') = (invoice_id IS NOT NULL) AND (outcome = 'made') = (total IS NOT NULL)),
    CONSTRAINT recurring_periods_issuing_check CHECK (issuing IN ('waiting', 'issued', 'failed') AND outcome = 'made' AND asked_version IS NOT NULL OR issuing IS NULL),
    CONSTRAINT recurring_periods_days_check CHECK (first_day <= last_day),
    CONSTRAINT recurring_periods_once EXCLUDE USING gist (account_id WITH =, recurring_id WITH =, daterange(first_day, last_day, '[]') WITH &&)
);

CREATE UNIQUE INDEX recurring_periods_invoice ON recurring_periods (account_id, invoice_id) WHERE invoice_id IS NOT NULL;

CREATE INDEX recurring_periods_of_one ON recurring_periods (account_id, recurring_id, id);

ALTER TABLE recurring_periods ENABLE ROW LEVEL SECURITY;

ALTER TABLE recurring_periods FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON recurring_periods USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (outcome, noted_at, noted_by, invoice_id, total, failure, issuing, asked_version, held_back) ON recurring_periods TO {app_role};

CREATE TABLE refund_parts (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    refund_id UUID NOT NULL,
    payment_id UUID NOT NULL,
    amount NUMERIC NOT NULL,
    of_duplicate BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT refund_parts_pkey PRIMARY KEY (account_id, refund_id, payment_id),
    CONSTRAINT refund_parts_amount_check CHECK (amount <> 0),
    CONSTRAINT refund_parts_account_id_refund_id_fkey FOREIGN KEY(account_id, refund_id) REFERENCES refunds (account_id, id),
    CONSTRAINT refund_parts_account_id_payment_id_fkey FOREIGN KEY(account_id, payment_id) REFERENCES payments (account_id, id)
);

CREATE INDEX refund_parts_across ON refund_parts (account_id, refund_id) WHERE of_duplicate;

CREATE INDEX refund_parts_payment ON refund_parts (account_id, payment_id);

ALTER TABLE refund_parts ENABLE ROW LEVEL SECURITY;

ALTER TABLE refund_parts FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON refund_parts USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON refund_parts TO {app_role};

CREATE TABLE repriced_time (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    draft_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    from_line_id UUID NOT NULL,
    line_id UUID NOT NULL,
    seconds INTEGER NOT NULL,
    hourly_rate_before NUMERIC NOT NULL,
    hourly_rate NUMERIC NOT NULL,
    billed_seconds_before INTEGER NOT NULL,
    billed_seconds INTEGER NOT NULL,
    overage_before BOOLEAN NOT NULL,
    overage BOOLEAN NOT NULL,
    price_version_before INTEGER NOT NULL,
    price_version INTEGER NOT NULL,
    repriced_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    dismissed_at TIMESTAMP WITH TIME ZONE,
    dismissed_by TEXT,
    agent_name TEXT,
    work_item_name TEXT,
    work_date DATE,
    CONSTRAINT repriced_time_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT repriced_time_account_id_draft_id_fkey FOREIGN KEY(account_id, draft_id) REFERENCES drafts (account_id, id) ON DELETE CASCADE,
    CONSTRAINT repriced_time_seconds_check CHECK (seconds > 0),
    CONSTRAINT repriced_time_dismissed_check CHECK (num_nonnulls(dismissed_at, dismissed_by) IN (0, 2))
);

CREATE INDEX repriced_time_of_draft ON repriced_time (account_id, draft_id);

ALTER TABLE repriced_time ENABLE ROW LEVEL SECURITY;

ALTER TABLE repriced_time FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON repriced_time USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (dismissed_at, dismissed_by) ON repriced_time TO {app_role};

CREATE TABLE sendings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    channel TEXT NOT NULL,
    recipient JSONB,
    message TEXT NOT NULL,
    sent_on DATE,
    requested_by TEXT NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT sendings_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT sendings_channel_check CHECK (channel IN ('email', 'qbo', 'hand')),
    CONSTRAINT handed_over_on CHECK (sent_on IS NULL OR channel = 'hand'),
    CONSTRAINT mailed_to_somebody CHECK (recipient IS NOT NULL OR channel <> 'email'),
    CONSTRAINT sendings_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

CREATE INDEX sendings_of_invoice ON sendings (account_id, invoice_id, requested_at);

ALTER TABLE sendings ENABLE ROW LEVEL SECURITY;

ALTER TABLE sendings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON sendings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON sendings TO {app_role};

CREATE TABLE tax_rates (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    rate NUMERIC NOT NULL,
    CONSTRAINT tax_rates_pkey PRIMARY KEY (account_id, code, valid_from),
    CONSTRAINT tax_rates_rate_check CHECK (rate >= 0 AND rate < 100),
    CONSTRAINT tax_rates_account_id_code_fkey FOREIGN KEY(account_id, code) REFERENCES tax_codes (account_id, code)
);

ALTER TABLE tax_rates ENABLE ROW LEVEL SECURITY;

ALTER TABLE tax_rates FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON tax_rates USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON tax_rates TO {app_role};

CREATE TABLE undone_write_offs (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    write_off_id UUID NOT NULL,
    id UUID NOT NULL,
    undone_at TIMESTAMP WITH TIME ZONE NOT NULL,
    undone_by TEXT NOT NULL,
    CONSTRAINT undone_write_offs_pkey PRIMARY KEY (account_id, write_off_id, id),
    CONSTRAINT undone_write_offs_account_id_write_off_id_fkey FOREIGN KEY(account_id, write_off_id) REFERENCES write_offs (account_id, id)
);

ALTER TABLE undone_write_offs ENABLE ROW LEVEL SECURITY;

ALTER TABLE undone_write_offs FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON undone_write_offs USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON undone_write_offs TO {app_role};

CREATE TABLE write_off_lines (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    write_off_id UUID NOT NULL,
    line_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    hourly_rate NUMERIC NOT NULL,
    seconds INTEGER NOT NULL,
    billed_seconds INTEGER NOT NULL,
    amount NUMERIC NOT NULL,
    CONSTRAINT write_off_lines_pkey PRIMARY KEY (account_id, write_off_id, line_id),
    CONSTRAINT write_off_lines_account_id_write_off_id_fkey FOREIGN KEY(account_id, write_off_id) REFERENCES write_offs (account_id, id),
    CONSTRAINT write_off_lines_seconds_check CHECK (seconds > 0 AND billed_seconds >= 0)
);

ALTER TABLE write_off_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE write_off_lines FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON write_off_lines USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON write_off_lines TO {app_role};

CREATE TABLE bank_decisions (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    transaction_id UUID NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    payment_id UUID,
    refund_id UUID,
    reason TEXT,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    decided_by TEXT NOT NULL,
    CONSTRAINT bank_decisions_pkey PRIMARY KEY (account_id, transaction_id, version),
    CONSTRAINT bank_decisions_account_id_transaction_id_fkey FOREIGN KEY(account_id, transaction_id) REFERENCES bank_transactions (account_id, id),
    CONSTRAINT bank_decisions_account_id_payment_id_fkey FOREIGN KEY(account_id, payment_id) REFERENCES payments (account_id, id),
    CONSTRAINT bank_decisions_account_id_refund_id_fkey FOREIGN KEY(account_id, refund_id) REFERENCES refunds (account_id, id),
    CONSTRAINT bank_decisions_check CHECK ((state = 'taken') = ((payment_id IS NULL) <> (refund_id IS NULL)) AND (state = 'taken' OR reason IS NOT NULL)),
    CONSTRAINT bank_payment_once UNIQUE (account_id, payment_id)
);

CREATE INDEX bank_decisions_refund ON bank_decisions (account_id, refund_id) WHERE refund_id IS NOT NULL;

ALTER TABLE bank_decisions ENABLE ROW LEVEL SECURITY;

ALTER TABLE bank_decisions FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON bank_decisions USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON bank_decisions TO {app_role};

CREATE TABLE credit_note_documents (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    credit_note_id UUID NOT NULL,
    media_type TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT credit_note_documents_pkey PRIMARY KEY (account_id, credit_note_id, media_type),
    CONSTRAINT credit_note_documents_account_id_credit_note_id_fkey FOREIGN KEY(account_id, credit_note_id) REFERENCES credit_notes (account_id, id)
);

ALTER TABLE credit_note_documents ENABLE ROW LEVEL SECURITY;

ALTER TABLE credit_note_documents FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON credit_note_documents USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON credit_note_documents TO {app_role};

CREATE TABLE credit_note_lines (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    credit_note_id UUID NOT NULL,
    position INTEGER NOT NULL,
    invoice_id UUID NOT NULL,
    line_id UUID NOT NULL,
    amount NUMERIC NOT NULL,
    tax_category TEXT NOT NULL,
    tax_rate NUMERIC NOT NULL,
    tax_code TEXT,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    seconds INTEGER,
    billed_seconds INTEGER,
    hourly_rate NUMERIC,
    hours NUMERIC,
    service_type_id UUID,
    service_type_name TEXT,
    first_day DATE,
    last_day DATE,
    charge_id UUID,
    included_seconds INTEGER,
    rolled_over_seconds INTEGER,
    quantity NUMERIC,
    unit TEXT,
    unit_price NUMERIC,
    discount_id UUID,
    percent NUMERIC,
    of_line_id UUID,
    CONSTRAINT credit_note_lines_pkey PRIMARY KEY (account_id, credit_note_id, position),
    CONSTRAINT credit_note_lines_account_id_credit_note_id_line_id_key UNIQUE (account_id, credit_note_id, line_id),
    CONSTRAINT credit_note_lines_account_id_credit_note_id_invoice_id_fkey FOREIGN KEY(account_id, credit_note_id, invoice_id) REFERENCES credit_notes (account_id, id, invoice_id),
    CONSTRAINT credit_note_lines_account_id_invoice_id_line_id_fkey FOREIGN KEY(account_id, invoice_id, line_id) REFERENCES invoice_lines (account_id, invoice_id, line_id),
    CONSTRAINT credit_note_lines_billed_seconds_check CHECK ((seconds IS NULL) = (billed_seconds IS NULL) AND coalesce(billed_seconds, 0) >= 0),
    CONSTRAINT credit_note_lines_charge_check CHECK ((kind = 'agreement') = (charge_id IS NOT NULL)),
    CONSTRAINT credit_note_lines_quantity_check CHECK ((quantity IS NULL) = (unit_price IS NULL) AND (unit IS NULL OR quantity IS NOT NULL)),
    CONSTRAINT credit_note_lines_of_line_check CHECK (of_line_id IS NULL OR kind = 'discount' AND of_line_id <> line_id),
    CONSTRAINT credit_note_lines_account_id_credit_note_id_of_line_id_fkey FOREIGN KEY(account_id, credit_note_id, of_line_id) REFERENCES credit_note_lines (account_id, credit_note_id, line_id)
);

CREATE INDEX credit_note_lines_of_invoice ON credit_note_lines (account_id, invoice_id);

CREATE UNIQUE INDEX credit_note_lines_one_discount ON credit_note_lines (account_id, credit_note_id, of_line_id) WHERE of_line_id IS NOT NULL;

ALTER TABLE credit_note_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE credit_note_lines FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON credit_note_lines USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON credit_note_lines TO {app_role};

CREATE TABLE credit_note_taxes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    credit_note_id UUID NOT NULL,
    category TEXT NOT NULL,
    rate NUMERIC NOT NULL,
    base NUMERIC NOT NULL,
    tax NUMERIC NOT NULL,
    CONSTRAINT credit_note_taxes_pkey PRIMARY KEY (account_id, credit_note_id, category, rate),
    CONSTRAINT credit_note_taxes_account_id_credit_note_id_fkey FOREIGN KEY(account_id, credit_note_id) REFERENCES credit_notes (account_id, id)
);

ALTER TABLE credit_note_taxes ENABLE ROW LEVEL SECURITY;

ALTER TABLE credit_note_taxes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON credit_note_taxes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON credit_note_taxes TO {app_role};

CREATE TABLE dispute_resolutions (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    dispute_id UUID NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    resolved_by TEXT NOT NULL,
    resolved_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT dispute_resolutions_pkey PRIMARY KEY (account_id, dispute_id),
    CONSTRAINT dispute_resolutions_outcome_check CHECK (outcome IN ('credited', 'upheld', 'withdrawn', 'other')),
    CONSTRAINT dispute_resolutions_account_id_dispute_id_fkey FOREIGN KEY(account_id, dispute_id) REFERENCES disputes (account_id, id)
);

ALTER TABLE dispute_resolutions ENABLE ROW LEVEL SECURITY;

ALTER TABLE dispute_resolutions FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON dispute_resolutions USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON dispute_resolutions TO {app_role};

CREATE TABLE expense_claims (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    expense_id UUID NOT NULL,
    line_id UUID NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    exchange_rate NUMERIC,
    mark_up NUMERIC NOT NULL,
    charged NUMERIC NOT NULL,
    released_by UUID,
    CONSTRAINT expense_claims_pkey PRIMARY KEY (account_id, invoice_id, expense_id),
    CONSTRAINT expense_claims_account_id_expense_id_fkey FOREIGN KEY(account_id, expense_id) REFERENCES expenses (account_id, id)
);

CREATE UNIQUE INDEX expense_billed_once ON expense_claims (account_id, expense_id) WHERE released_by IS NULL;

CREATE INDEX expense_claims_of_expense ON expense_claims (account_id, expense_id);

CREATE INDEX expense_claims_of_line ON expense_claims (account_id, invoice_id, line_id);

ALTER TABLE expense_claims ENABLE ROW LEVEL SECURITY;

ALTER TABLE expense_claims FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON expense_claims USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE, UPDATE (released_by) ON expense_claims TO {app_role};

CREATE TABLE receipts (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    expense_id UUID NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content BYTEA NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    added_by TEXT NOT NULL,
    CONSTRAINT receipts_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT receipts_account_id_expense_id_fkey FOREIGN KEY(account_id, expense_id) REFERENCES expenses (account_id, id),
    CONSTRAINT receipts_size_check CHECK (size = length(content))
);

CREATE INDEX receipts_of_expense ON receipts (account_id, expense_id, id);

ALTER TABLE receipts ENABLE ROW LEVEL SECURITY;

ALTER TABLE receipts FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON receipts USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON receipts TO {app_role};

CREATE TABLE undone_write_off_lines (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    write_off_id UUID NOT NULL,
    line_id UUID NOT NULL,
    undoing_id UUID NOT NULL,
    CONSTRAINT undone_write_off_lines_pkey PRIMARY KEY (account_id, write_off_id, line_id),
    CONSTRAINT undone_write_off_lines_account_id_write_off_id_line_id_fkey FOREIGN KEY(account_id, write_off_id, line_id) REFERENCES write_off_lines (account_id, write_off_id, line_id),
    CONSTRAINT undone_write_off_lines_account_id_write_off_id_undoing_id_fkey FOREIGN KEY(account_id, write_off_id, undoing_id) REFERENCES undone_write_offs (account_id, write_off_id, id)
);

ALTER TABLE undone_write_off_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE undone_write_off_lines FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON undone_write_off_lines USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON undone_write_off_lines TO {app_role};


CREATE FUNCTION claims_counted() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    entries uuid[] := ARRAY(SELECT entry_id FROM changed);
    counted int;
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM invoices WHERE account_id = ANY(ARRAY(SELECT account_id FROM changed))
            AND id = ANY(ARRAY(SELECT invoice_id FROM changed))) OR TG_OP = 'DELETE'
            AND EXISTS (SELECT FROM changed WHERE written_off) THEN
        RAISE EXCEPTION 'the claims of an issued invoice, and of a write-off, are kept'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_claims_are_kept';
    END IF;
    UPDATE time_entries e
    SET claimed_seconds = e.claimed_seconds + CASE TG_OP WHEN 'INSERT' THEN c.seconds ELSE -c.seconds END,
        written_off_seconds = e.written_off_seconds + c.written_off,
        held_seconds = CASE WHEN e.segments @? '$[*].treatment'
            THEN open_held(e.account_id, e.entry_id, e.segments) ELSE 0 END
    FROM (SELECT account_id, entry_id, sum(upper(seconds) - lower(seconds)) AS seconds,
              coalesce(sum(upper(seconds) - lower(seconds)) FILTER (WHERE written_off), 0) AS written_off,
              bool_or(whole_entry) AS whole, count(*) AS count
          FROM changed GROUP BY account_id, entry_id) c
    WHERE e.account_id = c.account_id AND e.entry_id = c.entry_id AND e.entry_id = ANY(entries)
        AND (TG_OP <> 'INSERT' OR NOT c.whole OR e.seconds = c.seconds AND c.count = 1);
    GET DIAGNOSTICS counted = ROW_COUNT;
    IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM changed WHERE whole_entry)
            AND counted < (SELECT count(*) FROM (SELECT FROM changed GROUP BY account_id, entry_id) AS claimed) THEN
        RAISE EXCEPTION 'what is claimed as a whole is not the whole entry'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claimed_once';
    END IF;
    RETURN NULL;
END $$
;


CREATE TRIGGER claims_made AFTER INSERT ON claims REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION claims_counted()
;


CREATE TRIGGER claims_dropped AFTER DELETE ON claims REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION claims_counted()
;


CREATE FUNCTION claims_let_go() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    entries uuid[] := ARRAY(SELECT entry_id FROM changed);
BEGIN
    IF EXISTS (SELECT FROM changed WHERE released_by IS NOT NULL) THEN
        RAISE EXCEPTION 'time is released once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claims_released_once';
    END IF;
    UPDATE time_entries e
    SET claimed_seconds = e.claimed_seconds - c.seconds,
        written_off_seconds = e.written_off_seconds - CASE WHEN c.written_off THEN c.seconds ELSE 0 END,
        held_seconds = CASE WHEN e.segments @? '$[*].treatment'
            THEN open_held(e.account_id, e.entry_id, e.segments) ELSE 0 END
    FROM (SELECT account_id, entry_id, bool_or(written_off) AS written_off, sum(seconds) AS seconds FROM (
              SELECT account_id, entry_id, written_off, upper(seconds) - lower(seconds) AS seconds FROM changed
              UNION ALL
              SELECT account_id, entry_id, written_off, lower(seconds) - upper(seconds) FROM kept WHERE released_by IS NULL
          ) parts GROUP BY account_id, entry_id) c
    WHERE e.account_id = c.account_id AND e.entry_id = c.entry_id AND e.entry_id = ANY(entries);
    RETURN NULL;
END $$
;


CREATE TRIGGER claims_released AFTER UPDATE ON claims REFERENCING OLD TABLE AS changed NEW TABLE AS kept
    FOR EACH STATEMENT EXECUTE FUNCTION claims_let_go()
;


CREATE FUNCTION claimed_time_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the hours of claimed time do not change'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claimed_time_is_kept';
END $$
;


CREATE TRIGGER claimed_time_kept BEFORE UPDATE OF seconds ON time_entries
    FOR EACH ROW WHEN (OLD.claimed_seconds > 0 AND NEW.seconds IS DISTINCT FROM OLD.seconds)
    EXECUTE FUNCTION claimed_time_kept()
;


CREATE FUNCTION open_held(account uuid, entry uuid, segments jsonb) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(upper(open.seconds) - lower(open.seconds)), 0)::int FROM unnest(
        (SELECT coalesce(range_agg(int4range(s."start", s."end")), '{}')
            FROM jsonb_to_recordset(segments) AS s("start" int, "end" int, treatment text)
            WHERE s.treatment IN ('included', 'prepaid'))
        - (SELECT coalesce(range_agg(c.seconds), '{}') FROM claims c
            WHERE c.account_id = account AND c.entry_id = entry AND c.released_by IS NULL)) AS open(seconds)
$$
;


CREATE FUNCTION time_totaled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO time_totals AS known (account_id, organization_id, work_date, shard, approved, unpriced, claimed,
            held, written_off)
        SELECT account_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), work_date,
            pg_backend_pid() % 16, sum(sign * seconds) AS approved, sum(sign * CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END) AS unpriced,
            sum(sign * claimed_seconds) AS claimed, sum(sign * CASE WHEN priced THEN held_seconds ELSE 0 END) AS held,
            sum(sign * written_off_seconds) AS written_off
        FROM (SELECT 1 AS sign, account_id, organization_id, work_date, seconds, claimed_seconds, held_seconds, written_off_seconds,
            priced, billable FROM after) AS changed WHERE billable GROUP BY 1, 2, 3
        HAVING (sum(sign * seconds), sum(sign * CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END), sum(sign * claimed_seconds), sum(sign * CASE WHEN priced THEN held_seconds ELSE 0 END),
            sum(sign * written_off_seconds)) <> (0, 0, 0, 0, 0)
        ORDER BY 1, 2, 3
        ON CONFLICT (account_id, organization_id, work_date, shard) DO UPDATE SET
            approved = known.approved + excluded.approved, unpriced = known.unpriced + excluded.unpriced,
            claimed = known.claimed + excluded.claimed, held = known.held + excluded.held,
            written_off = known.written_off + excluded.written_off;
    ELSE
        INSERT INTO time_totals AS known (account_id, organization_id, work_date, shard, approved, unpriced, claimed,
            held, written_off)
        SELECT account_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), work_date,
            pg_backend_pid() % 16, sum(sign * seconds) AS approved, sum(sign * CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END) AS unpriced,
            sum(sign * claimed_seconds) AS claimed, sum(sign * CASE WHEN priced THEN held_seconds ELSE 0 END) AS held,
            sum(sign * written_off_seconds) AS written_off
        FROM (SELECT 1 AS sign, account_id, organization_id, work_date, seconds, claimed_seconds, held_seconds, written_off_seconds,
            priced, billable FROM after UNION ALL SELECT -1, account_id, organization_id, work_date, seconds, claimed_seconds, held_seconds, written_off_seconds,
            priced, billable FROM before) AS changed WHERE billable GROUP BY 1, 2, 3
        HAVING (sum(sign * seconds), sum(sign * CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END), sum(sign * claimed_seconds), sum(sign * CASE WHEN priced THEN held_seconds ELSE 0 END),
            sum(sign * written_off_seconds)) <> (0, 0, 0, 0, 0)
        ORDER BY 1, 2, 3
        ON CONFLICT (account_id, organization_id, work_date, shard) DO UPDATE SET
            approved = known.approved + excluded.approved, unpriced = known.unpriced + excluded.unpriced,
            claimed = known.claimed + excluded.claimed, held = known.held + excluded.held,
            written_off = known.written_off + excluded.written_off;
    END IF;
    RETURN NULL;
END $$
;


CREATE TRIGGER time_added AFTER INSERT ON time_entries REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION time_totaled()
;


CREATE TRIGGER time_changed AFTER UPDATE ON time_entries REFERENCING NEW TABLE AS after OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION time_totaled()
;


CREATE FUNCTION charge_claims_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM invoices WHERE account_id = OLD.account_id AND id = OLD.invoice_id)
        AND (TG_OP = 'DELETE' OR OLD.released_by IS NOT NULL OR OLD.charge_version <> NEW.charge_version) THEN
        RAISE EXCEPTION 'what an issued invoice charges of an agreement is kept, and released once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_charges_are_kept';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$
;


CREATE TRIGGER charge_claims_kept BEFORE DELETE OR UPDATE ON charge_claims
    FOR EACH ROW EXECUTE FUNCTION charge_claims_kept()
;


CREATE FUNCTION staying_customer(account uuid, customer uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT merged_into FROM organizations WHERE account_id = account AND organization_id = customer), customer)
$$
;


CREATE FUNCTION allocation_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    paid_in text;
    payer uuid;
    settled_by text;
    undone uuid;
    buyer uuid;
BEGIN
    UPDATE payments SET allocated = allocated + NEW.amount
    WHERE account_id = NEW.account_id AND id = NEW.payment_id RETURNING currency, organization_id, kind, reverses
    INTO paid_in, payer, settled_by, undone;
    UPDATE balances SET allocated = allocated + NEW.amount, version = NEW.version,
        differences = differences + CASE WHEN settled_by = 'difference' THEN NEW.amount ELSE 0 END,
        credit_applied = credit_applied + CASE WHEN settled_by = 'credit' THEN NEW.amount ELSE 0 END
    WHERE account_id = NEW.account_id AND invoice_id = NEW.invoice_id AND currency = paid_in;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the invoice has no balance in %', paid_in
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'allocated_in_one_currency';
    END IF;
    SELECT organization_id FROM invoices WHERE account_id = NEW.account_id AND id = NEW.invoice_id INTO buyer;
    NEW.of_duplicate := buyer <> payer;
    IF NEW.of_duplicate AND staying_customer(NEW.account_id, buyer) <> staying_customer(NEW.account_id, payer)
        AND NOT (NEW.amount < 0 AND EXISTS (SELECT FROM allocations a WHERE a.account_id = NEW.account_id
            AND a.payment_id IN (NEW.payment_id, undone) AND a.invoice_id = NEW.invoice_id AND a.amount > 0)) THEN
        RAISE EXCEPTION 'the invoice is of another customer than the payment'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'allocated_to_its_payer';
    END IF;
    RETURN NEW;
END $$
;


CREATE TRIGGER allocation_made BEFORE INSERT ON allocations
    FOR EACH ROW EXECUTE FUNCTION allocation_counted()
;

ALTER TABLE documents ALTER COLUMN content SET STORAGE EXTERNAL;


CREATE FUNCTION lines_of_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    FOR parent IN SELECT DISTINCT account_id, draft_id FROM made LOOP
        PERFORM FROM drafts WHERE account_id = parent.account_id AND id = parent.draft_id FOR KEY SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'there is no draft %', parent.draft_id
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'lines_of_a_draft';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
;


CREATE TRIGGER lines_of_a_draft AFTER INSERT ON draft_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION lines_of_a_draft()
;


CREATE FUNCTION lines_go_with_their_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    FOR parent IN SELECT account_id, id FROM gone LOOP
        DELETE FROM draft_lines WHERE account_id = parent.account_id AND draft_id = parent.id;
    END LOOP;
    RETURN NULL;
END $$
;


CREATE TRIGGER lines_go_with_their_draft AFTER DELETE ON drafts REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION lines_go_with_their_draft()
;


CREATE FUNCTION discounts_go_with_their_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM draft_lines WHERE account_id = ANY(ARRAY(SELECT DISTINCT account_id FROM gone))
            AND draft_id = ANY(ARRAY(SELECT DISTINCT draft_id FROM gone))
            AND of_line_id = ANY(ARRAY(SELECT line_id FROM gone))) THEN
        DELETE FROM draft_lines d USING gone WHERE d.account_id = gone.account_id AND d.draft_id = gone.draft_id
            AND d.of_line_id = gone.line_id;
    END IF;
    RETURN NULL;
END $$
;


CREATE TRIGGER discounts_go_with_their_line AFTER DELETE ON draft_lines REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION discounts_go_with_their_line()
;


CREATE FUNCTION discounts_within_invoice_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM made WHERE of_line_id IS NOT NULL) AND EXISTS (
        SELECT FROM made d
        CROSS JOIN LATERAL (SELECT amount, tax_category, tax_rate, tax_code FROM invoice_lines l WHERE l.account_id = d.account_id
            AND l.invoice_id = d.invoice_id AND l.line_id = d.of_line_id LIMIT 1) AS line
        WHERE d.of_line_id IS NOT NULL AND (d.amount NOT BETWEEN -line.amount AND 0
            OR (d.tax_category, d.tax_rate, d.tax_code)
                IS DISTINCT FROM (line.tax_category, line.tax_rate, line.tax_code))
    ) THEN
        RAISE EXCEPTION 'a discount is more than its line, or taxed otherwise'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'discount_within_line';
    END IF;
    RETURN NULL;
END $$
;


CREATE TRIGGER discounts_within_invoice_lines AFTER INSERT ON invoice_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION discounts_within_invoice_lines()
;


CREATE FUNCTION discounts_within_credit_note_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM made WHERE of_line_id IS NOT NULL) AND EXISTS (
        SELECT FROM made d
        CROSS JOIN LATERAL (SELECT amount, tax_category, tax_rate, tax_code FROM credit_note_lines l WHERE l.account_id = d.account_id
            AND l.credit_note_id = d.credit_note_id AND l.line_id = d.of_line_id LIMIT 1) AS line
        WHERE d.of_line_id IS NOT NULL AND (d.amount NOT BETWEEN -line.amount AND 0
            OR (d.tax_category, d.tax_rate, d.tax_code)
                IS DISTINCT FROM (line.tax_category, line.tax_rate, line.tax_code))
    ) THEN
        RAISE EXCEPTION 'a discount is more than its line, or taxed otherwise'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'discount_within_line';
    END IF;
    RETURN NULL;
END $$
;


CREATE TRIGGER discounts_within_credit_note_lines AFTER INSERT ON credit_note_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION discounts_within_credit_note_lines()
;


CREATE FUNCTION credit_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE balances SET credited = credited + NEW.total, credit_notes = credit_notes + 1
    WHERE account_id = NEW.account_id AND invoice_id = NEW.invoice_id AND currency = NEW.currency;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the invoice has no balance in %', NEW.currency
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'credited_in_one_currency';
    END IF;
    RETURN NULL;
END $$
;


CREATE TRIGGER credit_made AFTER INSERT ON credit_notes
    FOR EACH ROW EXECUTE FUNCTION credit_counted()
;


CREATE FUNCTION credited_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM invoice_lines l
        CROSS JOIN LATERAL (SELECT sum(c.amount) AS amount, sum(c.seconds) AS seconds, sum(c.billed_seconds) AS billed
            FROM credit_note_lines c WHERE c.account_id = l.account_id AND c.invoice_id = l.invoice_id
                AND c.line_id = l.line_id) AS credited
        WHERE l.account_id = ANY(ARRAY(SELECT account_id FROM made))
            AND l.invoice_id = ANY(ARRAY(SELECT invoice_id FROM made)) AND l.line_id = ANY(ARRAY(SELECT line_id FROM made))
            AND (credited.amount NOT BETWEEN least(l.amount, 0) AND greatest(l.amount, 0)
                OR l.kind = 'time' AND (credited.seconds > l.seconds OR credited.billed > l.billed_seconds))
    ) THEN
        RAISE EXCEPTION 'more is credited than was billed'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'credited_within_line';
    END IF;
    RETURN NULL;
END $$
;


CREATE TRIGGER credited_lines AFTER INSERT ON credit_note_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION credited_lines()
;

ALTER TABLE credit_note_documents ALTER COLUMN content SET STORAGE EXTERNAL;


CREATE FUNCTION share_of_claim(whole claims, place int) RETURNS int IMMUTABLE LANGUAGE sql AS $$
    SELECT (whole.billed_seconds::bigint * (place - lower(whole.seconds))
        / (upper(whole.seconds) - lower(whole.seconds)))::int
$$
;


CREATE FUNCTION split_claims(invoice uuid, lines uuid[], entries uuid[], places int[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    whole claims%ROWTYPE;
    cuts int[];
BEGIN
    FOR whole IN SELECT DISTINCT c.* FROM unnest(lines, entries, places) AS wanted(line, entry, place)
        JOIN claims c ON c.account_id = NULLIF(current_setting('honorar.account', true), '')::uuid
            AND c.invoice_id = invoice AND c.line_id = line AND c.entry_id = entry AND c.released_by IS NULL
            AND lower(c.seconds) < place AND place < upper(c.seconds)
    LOOP
        cuts := ARRAY(SELECT DISTINCT place FROM unnest(lines, entries, places) AS wanted(line, entry, place)
            WHERE line = whole.line_id AND entry = whole.entry_id AND lower(whole.seconds) < place
                AND place < upper(whole.seconds) ORDER BY place);
        UPDATE claims SET seconds = int4range(lower(whole.seconds), cuts[1]), whole_entry = false,
            billed_seconds = share_of_claim(whole, cuts[1])
        WHERE account_id = whole.account_id AND invoice_id = invoice AND line_id = whole.line_id
            AND entry_id = whole.entry_id AND seconds = whole.seconds;
        INSERT INTO claims (account_id, invoice_id, line_id, entry_id, seconds, price_version, billed_seconds, charge_id,
            late, written_off)
        SELECT whole.account_id, invoice, whole.line_id, whole.entry_id, int4range(first, last), whole.price_version,
            share_of_claim(whole, last) - share_of_claim(whole, first), whole.charge_id, whole.late, whole.written_off
        FROM (SELECT place AS first, lead(place, 1, upper(whole.seconds)) OVER (ORDER BY place) AS last
            FROM unnest(cuts) AS place) AS piece;
    END LOOP;
END $$
;


CREATE FUNCTION sent_quotes_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.number IS NOT NULL AND (TG_OP = 'DELETE'
            OR to_jsonb(OLD) - 'version' IS DISTINCT FROM to_jsonb(NEW) - 'version') THEN
        RAISE EXCEPTION 'a sent quote does not change'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sent_quotes_are_kept';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$
;


CREATE TRIGGER sent_quotes_are_kept BEFORE DELETE OR UPDATE ON quotes
    FOR EACH ROW EXECUTE FUNCTION sent_quotes_are_kept()
;


CREATE FUNCTION lines_of_sent_quotes_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line quote_lines := coalesce(NEW, OLD);
BEGIN
    IF EXISTS (SELECT FROM quotes WHERE account_id = line.account_id AND id = line.quote_id AND number IS NOT NULL) THEN
        RAISE EXCEPTION 'a sent quote does not change'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sent_quotes_are_kept';
    END IF;
    RETURN line;
END $$
;


CREATE TRIGGER lines_of_sent_quotes_are_kept BEFORE INSERT OR DELETE ON quote_lines
    FOR EACH ROW EXECUTE FUNCTION lines_of_sent_quotes_are_kept()
;


CREATE FUNCTION quote_claims_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM quote_claims q USING gone
    WHERE q.account_id = gone.account_id AND q.invoice_id = gone.draft_id AND q.line_id = gone.line_id
        AND NOT EXISTS (SELECT FROM invoices i WHERE i.account_id = gone.account_id AND i.id = gone.draft_id);
    RETURN NULL;
END $$
;


CREATE TRIGGER quote_claims_dropped AFTER DELETE ON draft_lines REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION quote_claims_dropped()
;


CREATE FUNCTION quote_claims_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE quote_claims q SET released_by = made.credit_note_id
    FROM made JOIN invoice_lines l
        ON l.account_id = made.account_id AND l.invoice_id = made.invoice_id AND l.line_id = made.line_id
    WHERE q.account_id = made.account_id AND q.invoice_id = made.invoice_id AND q.line_id = made.line_id
        AND q.released_by IS NULL AND l.amount = (SELECT sum(c.amount) FROM credit_note_lines c
            WHERE c.account_id = made.account_id AND c.invoice_id = made.invoice_id AND c.line_id = made.line_id);
    RETURN NULL;
END $$
;


CREATE FUNCTION quote_claims_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR OLD.released_by IS NOT NULL)
        AND EXISTS (SELECT FROM invoices WHERE account_id = OLD.account_id AND id = OLD.invoice_id) THEN
        RAISE EXCEPTION 'what an issued invoice bills is kept, and released once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_quote_claims_are_kept';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$
;


CREATE TRIGGER quote_claims_kept BEFORE DELETE OR UPDATE ON quote_claims
    FOR EACH ROW EXECUTE FUNCTION quote_claims_kept()
;


CREATE TRIGGER quote_claims_released AFTER INSERT ON credit_note_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION quote_claims_released()
;


CREATE FUNCTION expense_claims_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM expense_claims q USING gone
    WHERE q.account_id = gone.account_id AND q.invoice_id = gone.draft_id AND q.line_id = gone.line_id
        AND NOT EXISTS (SELECT FROM invoices i WHERE i.account_id = gone.account_id AND i.id = gone.draft_id);
    RETURN NULL;
END $$
;


CREATE TRIGGER expense_claims_dropped AFTER DELETE ON draft_lines REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION expense_claims_dropped()
;


CREATE FUNCTION expense_claims_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE expense_claims q SET released_by = made.credit_note_id
    FROM made JOIN invoice_lines l
        ON l.account_id = made.account_id AND l.invoice_id = made.invoice_id AND l.line_id = made.line_id
    WHERE q.account_id = made.account_id AND q.invoice_id = made.invoice_id AND q.line_id = made.line_id
        AND q.released_by IS NULL AND l.amount = (SELECT sum(c.amount) FROM credit_note_lines c
            WHERE c.account_id = made.account_id AND c.invoice_id = made.invoice_id AND c.line_id = made.line_id);
    RETURN NULL;
END $$
;


CREATE FUNCTION expense_claims_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR OLD.released_by IS NOT NULL)
        AND EXISTS (SELECT FROM invoices WHERE account_id = OLD.account_id AND id = OLD.invoice_id) THEN
        RAISE EXCEPTION 'what an issued invoice bills is kept, and released once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_expense_claims_are_kept';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$
;


CREATE TRIGGER expense_claims_kept BEFORE DELETE OR UPDATE ON expense_claims
    FOR EACH ROW EXECUTE FUNCTION expense_claims_kept()
;


CREATE TRIGGER expense_claims_released AFTER INSERT ON credit_note_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION expense_claims_released()
;


CREATE FUNCTION expenses_claimed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one expense_claims := coalesce(NEW, OLD);
BEGIN
    UPDATE expenses e SET version = e.version + 1, claimed = EXISTS (SELECT FROM expense_claims c
            WHERE c.account_id = e.account_id AND c.expense_id = e.id AND c.released_by IS NULL)
        WHERE e.account_id = one.account_id AND e.id = one.expense_id;
    RETURN NULL;
END $$
;


CREATE TRIGGER expenses_claimed AFTER INSERT OR DELETE OR UPDATE ON expense_claims
    FOR EACH ROW EXECUTE FUNCTION expenses_claimed()
;


CREATE FUNCTION billed_receipts_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM expense_claims c JOIN invoices i ON i.account_id = c.account_id AND i.id = c.invoice_id
            WHERE c.account_id = OLD.account_id AND c.expense_id = OLD.expense_id) THEN
        RAISE EXCEPTION 'a receipt behind an issued invoice is kept'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'billed_receipts_are_kept';
    END IF;
    RETURN OLD;
END $$
;


CREATE TRIGGER billed_receipts_are_kept BEFORE DELETE ON receipts
    FOR EACH ROW EXECUTE FUNCTION billed_receipts_are_kept()
;


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
;


CREATE TRIGGER refund_made BEFORE INSERT ON refund_parts
    FOR EACH ROW EXECUTE FUNCTION refund_counted()
;


CREATE FUNCTION difference_settles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM payments WHERE account_id = NEW.account_id AND id = NEW.id AND allocated <> amount) THEN
        RAISE EXCEPTION 'a difference settles all of itself'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'difference_settles';
    END IF;
    RETURN NULL;
END $$
;


CREATE CONSTRAINT TRIGGER difference_settles AFTER INSERT OR UPDATE ON payments DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.kind = 'difference') EXECUTE FUNCTION difference_settles()
;


CREATE FUNCTION journal_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM made GROUP BY account_id, export_id, transaction
               HAVING sum(debit) <> sum(credit) OR count(DISTINCT currency) > 1) THEN
        RAISE EXCEPTION 'a transaction has other debits than credits'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'journal_balanced';
    END IF;
    RETURN NULL;
END $$
;


CREATE TRIGGER journal_balanced AFTER INSERT ON journal_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION journal_balanced()
;


CREATE FUNCTION claims_of_an_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        RETURN NULL;
    END IF;
    FOR parent IN SELECT DISTINCT account_id, invoice_id AS id FROM made WHERE NOT late LOOP
        IF EXISTS (SELECT FROM invoices i WHERE i.account_id = parent.account_id AND i.id = parent.id) THEN
            RAISE EXCEPTION 'invoice % is issued, and claims no more time', parent.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_documents_are_whole';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
;


CREATE TRIGGER claims_of_an_invoice AFTER INSERT ON claims REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION claims_of_an_invoice()
;


CREATE FUNCTION invoice_lines_written_with_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    FOR parent IN SELECT DISTINCT account_id, invoice_id AS id FROM made LOOP
        IF NOT EXISTS (SELECT FROM invoices d WHERE d.account_id = parent.account_id AND d.id = parent.id AND d.xmin = pg_current_xact_id()::xid) THEN
            RAISE EXCEPTION 'there is no document % that is being issued', parent.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_documents_are_whole';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
;


CREATE TRIGGER invoice_lines_written_with_document AFTER INSERT ON invoice_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION invoice_lines_written_with_document()
;


CREATE FUNCTION invoice_taxes_written_with_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    FOR parent IN SELECT DISTINCT account_id, invoice_id AS id FROM made LOOP
        IF NOT EXISTS (SELECT FROM invoices d WHERE d.account_id = parent.account_id AND d.id = parent.id AND d.xmin = pg_current_xact_id()::xid) THEN
            RAISE EXCEPTION 'there is no document % that is being issued', parent.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_documents_are_whole';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
;


CREATE TRIGGER invoice_taxes_written_with_document AFTER INSERT ON invoice_taxes REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION invoice_taxes_written_with_document()
;


CREATE FUNCTION credit_note_lines_written_with_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    FOR parent IN SELECT DISTINCT account_id, credit_note_id AS id FROM made LOOP
        IF NOT EXISTS (SELECT FROM credit_notes d WHERE d.account_id = parent.account_id AND d.id = parent.id AND d.xmin = pg_current_xact_id()::xid) THEN
            RAISE EXCEPTION 'there is no document % that is being issued', parent.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_documents_are_whole';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
;


CREATE TRIGGER credit_note_lines_written_with_document AFTER INSERT ON credit_note_lines REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION credit_note_lines_written_with_document()
;


CREATE FUNCTION credit_note_taxes_written_with_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    FOR parent IN SELECT DISTINCT account_id, credit_note_id AS id FROM made LOOP
        IF NOT EXISTS (SELECT FROM credit_notes d WHERE d.account_id = parent.account_id AND d.id = parent.id AND d.xmin = pg_current_xact_id()::xid) THEN
            RAISE EXCEPTION 'there is no document % that is being issued', parent.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_documents_are_whole';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
;


CREATE TRIGGER credit_note_taxes_written_with_document AFTER INSERT ON credit_note_taxes REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION credit_note_taxes_written_with_document()
;


CREATE FUNCTION vat_entries_written_with_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    FOR parent IN SELECT DISTINCT account_id, document_id AS id FROM made LOOP
        IF NOT EXISTS (SELECT FROM invoices d WHERE d.account_id = parent.account_id AND d.id = parent.id AND d.xmin = pg_current_xact_id()::xid) AND NOT EXISTS (SELECT FROM credit_notes d WHERE d.account_id = parent.account_id AND d.id = parent.id AND d.xmin = pg_current_xact_id()::xid) THEN
            RAISE EXCEPTION 'there is no document % that is being issued', parent.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_documents_are_whole';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
;


CREATE TRIGGER vat_entries_written_with_document AFTER INSERT ON vat_entries REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION vat_entries_written_with_document()
;


CREATE FUNCTION sums_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the sums of % change with what they sum alone', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sums_are_kept';
END $$
;


CREATE TRIGGER time_entries_sums_kept BEFORE UPDATE OF account_id, entry_id, claimed_seconds, written_off_seconds ON time_entries
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION sums_kept()
;


CREATE TRIGGER balances_sums_kept BEFORE UPDATE OF credited, credit_notes, allocated, differences ON balances
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION sums_kept()
;


CREATE TRIGGER payments_sums_kept BEFORE UPDATE OF allocated, refunded ON payments
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION sums_kept()
;


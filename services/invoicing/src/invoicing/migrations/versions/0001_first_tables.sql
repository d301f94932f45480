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

CREATE TABLE billing_settings (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    version INTEGER NOT NULL,
    seller JSONB NOT NULL,
    payment_instructions TEXT NOT NULL,
    terms JSONB NOT NULL,
    number_format TEXT NOT NULL,
    tax_category TEXT NOT NULL,
    tax_rate NUMERIC NOT NULL,
    customer_sees TEXT NOT NULL,
    CONSTRAINT billing_settings_pkey PRIMARY KEY (account_id)
);

ALTER TABLE billing_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE billing_settings FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON billing_settings USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON billing_settings TO {app_role};

CREATE TABLE claims (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    line_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    seconds INT4RANGE NOT NULL,
    price_version INTEGER NOT NULL,
    released_by UUID,
    CONSTRAINT claims_pkey PRIMARY KEY (account_id, invoice_id, line_id, entry_id, seconds),
    CONSTRAINT claims_seconds_check CHECK (NOT isempty(seconds) AND lower(seconds) >= 0),
    CONSTRAINT claimed_once EXCLUDE USING gist (account_id WITH =, entry_id WITH =, seconds WITH &&) WHERE (released_by IS NULL)
);

CREATE INDEX claims_entry ON claims (account_id, entry_id);

ALTER TABLE claims ENABLE ROW LEVEL SECURITY;

ALTER TABLE claims FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON claims USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, DELETE, UPDATE (released_by) ON claims TO {app_role};

CREATE TABLE delivery_reports (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    delivery_id UUID NOT NULL,
    outcome TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    recipient TEXT,
    detail TEXT,
    CONSTRAINT delivery_reports_pkey PRIMARY KEY (account_id, invoice_id, delivery_id, outcome),
    CONSTRAINT delivery_reports_outcome_check CHECK (outcome IN ('sent', 'failed', 'unknown'))
);

ALTER TABLE delivery_reports ENABLE ROW LEVEL SECURITY;

ALTER TABLE delivery_reports FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON delivery_reports USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON delivery_reports TO {app_role};

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
    tax_category TEXT NOT NULL,
    tax_rate NUMERIC NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT drafts_pkey PRIMARY KEY (account_id, id)
);

CREATE INDEX drafts_organization ON drafts (account_id, organization_id);

ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;

ALTER TABLE drafts FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON drafts USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON drafts TO {app_role};

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
    payment_instructions TEXT NOT NULL,
    seconds BIGINT NOT NULL,
    subtotal NUMERIC NOT NULL,
    tax NUMERIC NOT NULL,
    total NUMERIC NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    issued_by TEXT NOT NULL,
    CONSTRAINT invoices_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT invoice_number_once UNIQUE (account_id, number),
    CONSTRAINT invoices_account_id_series_sequence_key UNIQUE (account_id, series, sequence),
    CONSTRAINT invoices_sequence_check CHECK (sequence > 0),
    CONSTRAINT invoices_total_check CHECK (total = subtotal + tax AND total >= 0),
    CONSTRAINT invoice_due_after_issue CHECK (due_date >= issue_date)
);

CREATE INDEX invoices_organization ON invoices (account_id, organization_id);

ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;

ALTER TABLE invoices FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON invoices USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON invoices TO {app_role};

CREATE TABLE number_series (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    series TEXT NOT NULL,
    last_sequence INTEGER NOT NULL,
    last_issue_date DATE,
    last_hash TEXT NOT NULL,
    CONSTRAINT number_series_pkey PRIMARY KEY (account_id, series)
);

ALTER TABLE number_series ENABLE ROW LEVEL SECURITY;

ALTER TABLE number_series FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON number_series USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON number_series TO {app_role};

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
    merged_into UUID,
    CONSTRAINT organizations_pkey PRIMARY KEY (account_id, organization_id)
);

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;

ALTER TABLE organizations FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON organizations USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON organizations TO {app_role};

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
    allocated NUMERIC DEFAULT 0 NOT NULL,
    CONSTRAINT payments_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT payments_kind_check CHECK (kind IN ('cash', 'credit')),
    CONSTRAINT reversed_once UNIQUE (account_id, reverses),
    CONSTRAINT payments_account_id_reverses_fkey FOREIGN KEY(account_id, reverses) REFERENCES payments (account_id, id),
    CONSTRAINT payments_check CHECK (CASE WHEN reverses IS NULL THEN amount > 0 ELSE amount < 0 AND reason IS NOT NULL END),
    CONSTRAINT allocated_within_payment CHECK (allocated BETWEEN least(amount, 0) AND greatest(amount, 0))
);

ALTER TABLE payments ENABLE ROW LEVEL SECURITY;

ALTER TABLE payments FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON payments USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (allocated) ON payments TO {app_role};

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

CREATE TABLE seen_payments (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    seen_id UUID NOT NULL,
    payment_id UUID,
    undone_because TEXT,
    CONSTRAINT seen_payments_pkey PRIMARY KEY (account_id, seen_id)
);

ALTER TABLE seen_payments ENABLE ROW LEVEL SECURITY;

ALTER TABLE seen_payments FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON seen_payments USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON seen_payments TO {app_role};

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
    priced BOOLEAN GENERATED ALWAYS AS (coalesce(segments IS NOT NULL AND price_entry_version = version AND priced_seconds = seconds AND organization_id IS NOT NULL, false)) STORED NOT NULL,
    CONSTRAINT time_entries_pkey PRIMARY KEY (account_id, entry_id),
    CONSTRAINT time_entries_claimed_seconds_check CHECK (claimed_seconds BETWEEN 0 AND coalesce(seconds, 0)),
    CONSTRAINT time_entries_withdrawn_check CHECK (NOT withdrawn OR claimed_seconds = 0 AND NOT billable)
)
 WITH (fillfactor = 70);

CREATE INDEX time_entries_billable ON time_entries (account_id, organization_id, work_date) WHERE billable;

CREATE INDEX time_entries_open ON time_entries (account_id, organization_id, work_date) WHERE billable AND claimed_seconds < seconds;

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
    CONSTRAINT allocations_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT allocations_taken_back_check CHECK ((taken_back_because IS NULL) = (taken_back_by IS NULL) AND (taken_back_because IS NULL OR amount < 0)),
    CONSTRAINT allocations_amount_check CHECK (amount <> 0),
    CONSTRAINT allocations_account_id_payment_id_fkey FOREIGN KEY(account_id, payment_id) REFERENCES payments (account_id, id),
    CONSTRAINT allocations_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

CREATE INDEX allocations_invoice ON allocations (account_id, invoice_id);

CREATE INDEX allocations_payment ON allocations (account_id, payment_id);

ALTER TABLE allocations ENABLE ROW LEVEL SECURITY;

ALTER TABLE allocations FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON allocations USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON allocations TO {app_role};

CREATE TABLE balances (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    currency TEXT NOT NULL,
    total NUMERIC NOT NULL,
    credited NUMERIC NOT NULL,
    allocated NUMERIC NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT balances_pkey PRIMARY KEY (account_id, invoice_id),
    CONSTRAINT allocated_within_balance CHECK (allocated >= 0 AND allocated <= total - credited),
    CONSTRAINT balances_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

CREATE INDEX balances_owed ON balances (account_id, invoice_id) WHERE total - credited - allocated > 0;

ALTER TABLE balances ENABLE ROW LEVEL SECURITY;

ALTER TABLE balances FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON balances USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (allocated, version) ON balances TO {app_role};

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

CREATE TABLE documents (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    media_type TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT documents_pkey PRIMARY KEY (account_id, invoice_id, media_type),
    CONSTRAINT documents_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;

ALTER TABLE documents FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON documents USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON documents TO {app_role};

CREATE TABLE draft_lines (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    line_id UUID NOT NULL,
    draft_id UUID NOT NULL,
    position INTEGER NOT NULL,
    amount NUMERIC,
    percent NUMERIC,
    tax_category TEXT,
    tax_rate NUMERIC,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    seconds INTEGER,
    hourly_rate NUMERIC,
    service_type_id UUID,
    service_type_name TEXT,
    first_day DATE,
    last_day DATE,
    CONSTRAINT draft_lines_pkey PRIMARY KEY (account_id, line_id),
    CONSTRAINT draft_lines_seconds_check CHECK (seconds > 0),
    CONSTRAINT draft_lines_account_id_draft_id_fkey FOREIGN KEY(account_id, draft_id) REFERENCES drafts (account_id, id) ON DELETE CASCADE
);

CREATE INDEX draft_lines_order ON draft_lines (account_id, draft_id, position);

ALTER TABLE draft_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE draft_lines FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON draft_lines USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON draft_lines TO {app_role};

CREATE TABLE invoice_lines (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    invoice_id UUID NOT NULL,
    position INTEGER NOT NULL,
    line_id UUID NOT NULL,
    amount NUMERIC,
    tax_category TEXT,
    tax_rate NUMERIC,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    seconds INTEGER,
    hourly_rate NUMERIC,
    service_type_id UUID,
    service_type_name TEXT,
    first_day DATE,
    last_day DATE,
    CONSTRAINT invoice_lines_pkey PRIMARY KEY (account_id, invoice_id, position),
    CONSTRAINT invoice_lines_account_id_invoice_id_line_id_key UNIQUE (account_id, invoice_id, line_id),
    CONSTRAINT texts_charge_nothing CHECK (num_nonnulls(amount, tax_category, tax_rate) = CASE WHEN kind = 'text' THEN 0 ELSE 3 END),
    CONSTRAINT invoice_lines_account_id_invoice_id_fkey FOREIGN KEY(account_id, invoice_id) REFERENCES invoices (account_id, id)
);

ALTER TABLE invoice_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE invoice_lines FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON invoice_lines USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON invoice_lines TO {app_role};

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

GRANT SELECT, INSERT ON lost_time TO {app_role};


CREATE FUNCTION claims_counted() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    entries uuid[] := ARRAY(SELECT entry_id FROM changed);
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM invoices WHERE account_id = ANY(ARRAY(SELECT account_id FROM changed))
            AND id = ANY(ARRAY(SELECT invoice_id FROM changed))) THEN
        RAISE EXCEPTION 'the claims of an issued invoice are kept'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_claims_are_kept';
    ELSIF TG_OP = 'UPDATE' AND EXISTS (SELECT FROM changed WHERE released_by IS NOT NULL) THEN
        RAISE EXCEPTION 'time is released once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claims_released_once';
    END IF;
    UPDATE time_entries e
    SET claimed_seconds = e.claimed_seconds + CASE TG_OP WHEN 'INSERT' THEN c.seconds ELSE -c.seconds END
    FROM (SELECT account_id, entry_id, sum(upper(seconds) - lower(seconds)) AS seconds
          FROM changed GROUP BY account_id, entry_id) c
    WHERE e.account_id = c.account_id AND e.entry_id = c.entry_id AND e.entry_id = ANY(entries);
    RETURN NULL;
END $$
;


CREATE TRIGGER claims_made AFTER INSERT ON claims REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION claims_counted()
;


CREATE TRIGGER claims_dropped AFTER DELETE ON claims REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION claims_counted()
;


CREATE TRIGGER claims_released AFTER UPDATE ON claims REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION claims_counted()
;


CREATE FUNCTION time_totaled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO time_totals AS known (account_id, organization_id, work_date, shard, approved, unpriced, claimed)
        SELECT account_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), work_date,
            pg_backend_pid() % 16, sum(sign * seconds) AS approved,
            sum(sign * CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END) AS unpriced,
            sum(sign * claimed_seconds) AS claimed
        FROM (SELECT 1 AS sign, account_id, organization_id, work_date, seconds, claimed_seconds, priced, billable FROM after) AS changed WHERE billable GROUP BY 1, 2, 3
        HAVING (sum(sign * seconds), sum(sign * CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END),
            sum(sign * claimed_seconds)) <> (0, 0, 0) ORDER BY 1, 2, 3
        ON CONFLICT (account_id, organization_id, work_date, shard) DO UPDATE SET
            approved = known.approved + excluded.approved, unpriced = known.unpriced + excluded.unpriced,
            claimed = known.claimed + excluded.claimed;
    ELSE
        INSERT INTO time_totals AS known (account_id, organization_id, work_date, shard, approved, unpriced, claimed)
        SELECT account_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), work_date,
            pg_backend_pid() % 16, sum(sign * seconds) AS approved,
            sum(sign * CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END) AS unpriced,
            sum(sign * claimed_seconds) AS claimed
        FROM (SELECT 1 AS sign, account_id, organization_id, work_date, seconds, claimed_seconds, priced, billable FROM after UNION ALL SELECT -1, account_id, organization_id, work_date, seconds, claimed_seconds, priced, billable FROM before) AS changed WHERE billable GROUP BY 1, 2, 3
        HAVING (sum(sign * seconds), sum(sign * CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END),
            sum(sign * claimed_seconds)) <> (0, 0, 0) ORDER BY 1, 2, 3
        ON CONFLICT (account_id, organization_id, work_date, shard) DO UPDATE SET
            approved = known.approved + excluded.approved, unpriced = known.unpriced + excluded.unpriced,
            claimed = known.claimed + excluded.claimed;
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


CREATE FUNCTION allocation_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    paid_in text;
    payer uuid;
BEGIN
    UPDATE payments SET allocated = allocated + NEW.amount
    WHERE account_id = NEW.account_id AND id = NEW.payment_id RETURNING currency, organization_id INTO paid_in, payer;
    UPDATE balances SET allocated = allocated + NEW.amount, version = NEW.version
    WHERE account_id = NEW.account_id AND invoice_id = NEW.invoice_id AND currency = paid_in;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the invoice has no balance in %', paid_in
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'allocated_in_one_currency';
    END IF;
    IF NOT EXISTS (SELECT FROM invoices WHERE account_id = NEW.account_id AND id = NEW.invoice_id
                   AND organization_id = payer) THEN
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


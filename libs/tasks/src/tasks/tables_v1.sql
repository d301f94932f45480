CREATE TABLE scheduled_tasks (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    payload JSONB NOT NULL,
    headers JSONB NOT NULL,
    state TEXT DEFAULT 'waiting' NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    again_at TIMESTAMP WITH TIME ZONE,
    attempts INTEGER DEFAULT 0 NOT NULL,
    failures INTEGER DEFAULT 0 NOT NULL,
    lease_token UUID,
    lease_until TIMESTAMP WITH TIME ZONE,
    error TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT scheduled_tasks_pkey PRIMARY KEY (id),
    CONSTRAINT scheduled_tasks_kind_account_id_key_key UNIQUE (kind, account_id, key),
    CONSTRAINT scheduled_tasks_state_check CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    CONSTRAINT scheduled_tasks_lease_check CHECK ((state = 'running') = (lease_token IS NOT NULL AND lease_until IS NOT NULL))
)
 WITH (autovacuum_vacuum_scale_factor = 0.01);

CREATE INDEX scheduled_tasks_running ON scheduled_tasks (kind, lease_until) WHERE state = 'running';

CREATE INDEX scheduled_tasks_waiting ON scheduled_tasks (kind, due_at) WHERE state = 'waiting';

ALTER TABLE scheduled_tasks ENABLE ROW LEVEL SECURITY;

ALTER TABLE scheduled_tasks FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON scheduled_tasks USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON scheduled_tasks USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE ON scheduled_tasks TO {app_role};

CREATE FUNCTION scheduled_tasks_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('tasks.notify', true), '') <> 'off' THEN
        PERFORM pg_notify('scheduled_tasks', '');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER scheduled_tasks_notify AFTER INSERT ON scheduled_tasks
    FOR EACH STATEMENT EXECUTE FUNCTION scheduled_tasks_notify();

CREATE TABLE dead_letters (
    id UUID NOT NULL,
    consumer TEXT NOT NULL,
    event_id UUID,
    type TEXT,
    account_id UUID,
    topic TEXT NOT NULL,
    partition INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    key BYTEA,
    value BYTEA,
    header_names TEXT[] NOT NULL,
    header_values BYTEA[] NOT NULL,
    error_class TEXT NOT NULL,
    error TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    first_failed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    last_failed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    state TEXT DEFAULT 'open' NOT NULL,
    CONSTRAINT dead_letters_pkey PRIMARY KEY (id),
    CONSTRAINT dead_letters_state_check CHECK (state IN ('open', 'replayed', 'discarded'))
);

CREATE INDEX dead_letters_open ON dead_letters (first_failed_at) WHERE state = 'open';

CREATE UNIQUE INDEX dead_letters_open_event ON dead_letters (consumer, event_id) WHERE state = 'open';

CREATE UNIQUE INDEX dead_letters_unreadable ON dead_letters (consumer, topic, partition, "offset", digest) WHERE event_id IS NULL;

ALTER TABLE dead_letters ENABLE ROW LEVEL SECURITY;

ALTER TABLE dead_letters FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON dead_letters USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON dead_letters USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE (state, attempts, error_class, error, last_failed_at) ON dead_letters TO {app_role};

CREATE TABLE inbox_messages (
    consumer TEXT NOT NULL,
    event_id UUID NOT NULL,
    status TEXT DEFAULT 'done' NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT inbox_messages_pkey PRIMARY KEY (consumer, event_id),
    CONSTRAINT inbox_messages_status_check CHECK (status IN ('done', 'dead'))
)
 WITH (autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX inbox_messages_received ON inbox_messages USING brin (received_at) WITH (pages_per_range = 16);

ALTER TABLE inbox_messages ENABLE ROW LEVEL SECURITY;

ALTER TABLE inbox_messages FORCE ROW LEVEL SECURITY;

CREATE POLICY across_accounts ON inbox_messages USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, DELETE, UPDATE (status) ON inbox_messages TO {app_role};

CREATE TABLE outbox_messages (
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    event_id UUID NOT NULL,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    type TEXT NOT NULL,
    account_id UUID,
    headers JSONB NOT NULL,
    payload BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT outbox_messages_pkey PRIMARY KEY (seq),
    CONSTRAINT outbox_messages_payload_check CHECK (octet_length(payload) <= 524288),
    CONSTRAINT outbox_messages_event_id_key UNIQUE (event_id)
)
 WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.05);

CREATE INDEX outbox_messages_unpublished ON outbox_messages (seq) WHERE published_at IS NULL;

ALTER TABLE outbox_messages ENABLE ROW LEVEL SECURITY;

ALTER TABLE outbox_messages FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON outbox_messages USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON outbox_messages USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, DELETE, UPDATE (published_at) ON outbox_messages TO {app_role};

CREATE FUNCTION outbox_messages_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('messaging.notify', true), '') <> 'off' THEN
        PERFORM pg_notify('messaging_outbox_messages', '');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER outbox_messages_notify AFTER INSERT ON outbox_messages
    FOR EACH STATEMENT EXECUTE FUNCTION outbox_messages_notify();

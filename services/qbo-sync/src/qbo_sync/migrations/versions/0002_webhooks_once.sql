SET LOCAL honorar.across_accounts = 'on';

CREATE TEMPORARY TABLE webhook_events_v1 ON COMMIT DROP AS SELECT * FROM webhook_events;

DROP TABLE webhook_events;

CREATE TABLE webhooks (
    body_hash BYTEA NOT NULL,
    body BYTEA NOT NULL,
    problem TEXT,
    received_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT webhooks_pkey PRIMARY KEY (body_hash)
);

CREATE INDEX webhooks_received ON webhooks (received_at);

ALTER TABLE webhooks ENABLE ROW LEVEL SECURITY;

ALTER TABLE webhooks FORCE ROW LEVEL SECURITY;

CREATE POLICY across_accounts ON webhooks USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, DELETE ON webhooks TO {app_role};

CREATE TABLE webhook_events (
    event_key TEXT NOT NULL,
    body_hash BYTEA NOT NULL,
    realm_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    problem TEXT,
    CONSTRAINT webhook_events_pkey PRIMARY KEY (event_key),
    CONSTRAINT webhook_events_body_hash_fkey FOREIGN KEY (body_hash) REFERENCES webhooks (body_hash) ON DELETE CASCADE
);

CREATE INDEX webhook_events_of_webhook ON webhook_events (body_hash);

ALTER TABLE webhook_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE webhook_events FORCE ROW LEVEL SECURITY;

CREATE POLICY across_accounts ON webhook_events USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT ON webhook_events TO {app_role};

INSERT INTO webhooks (body_hash, body, problem, received_at)
SELECT sha256(body), body, min(problem) FILTER (WHERE realm_id IS NULL), min(received_at)
FROM webhook_events_v1 GROUP BY body;

INSERT INTO webhook_events
SELECT event_key, sha256(body), realm_id, entity, entity_id, operation, problem
FROM webhook_events_v1 WHERE realm_id IS NOT NULL;

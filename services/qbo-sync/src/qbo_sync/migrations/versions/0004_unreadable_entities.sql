CREATE TABLE unreadable_entities (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    realm_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT unreadable_entities_pkey PRIMARY KEY (account_id, realm_id, entity, name)
);

ALTER TABLE unreadable_entities ENABLE ROW LEVEL SECURITY;

ALTER TABLE unreadable_entities FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON unreadable_entities USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON unreadable_entities TO {app_role};

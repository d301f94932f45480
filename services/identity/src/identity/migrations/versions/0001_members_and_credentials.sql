CREATE TABLE accounts (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (account_id)
);

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;

ALTER TABLE accounts FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON accounts USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON accounts USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE (name, version) ON accounts TO {app_role};

CREATE TABLE pending_log_ins (
    secret_hash BYTEA NOT NULL,
    kind TEXT NOT NULL,
    content JSONB NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pending_log_ins_pkey PRIMARY KEY (secret_hash)
);

CREATE INDEX pending_log_ins_expires_at_idx ON pending_log_ins (expires_at);

ALTER TABLE pending_log_ins ENABLE ROW LEVEL SECURITY;

ALTER TABLE pending_log_ins FORCE ROW LEVEL SECURITY;

CREATE POLICY across_accounts ON pending_log_ins USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, DELETE ON pending_log_ins TO {app_role};

CREATE TABLE people (
    id UUID NOT NULL,
    email TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT people_pkey PRIMARY KEY (id),
    CONSTRAINT people_email_key UNIQUE (email)
);

ALTER TABLE people ENABLE ROW LEVEL SECURITY;

ALTER TABLE people FORCE ROW LEVEL SECURITY;

CREATE POLICY across_accounts ON people USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT ON people TO {app_role};

CREATE TABLE log_in_links (
    id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    browser_hash BYTEA,
    email TEXT NOT NULL,
    network TEXT NOT NULL,
    person_id UUID,
    into_account UUID,
    next_path TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT log_in_links_pkey PRIMARY KEY (id),
    CONSTRAINT log_in_links_token_hash_key UNIQUE (token_hash),
    CONSTRAINT log_in_links_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE INDEX log_in_links_created_at_idx ON log_in_links (created_at);

CREATE INDEX log_in_links_email_created_at_idx ON log_in_links (email, created_at);

CREATE INDEX log_in_links_network_created_at_idx ON log_in_links (network, created_at);

ALTER TABLE log_in_links ENABLE ROW LEVEL SECURITY;

ALTER TABLE log_in_links FORCE ROW LEVEL SECURITY;

CREATE POLICY across_accounts ON log_in_links USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE (used_at), DELETE ON log_in_links TO {app_role};

CREATE TABLE members (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    roles TEXT[] NOT NULL,
    agent_id UUID,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    links_sent INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT members_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT one_member_per_person UNIQUE (account_id, person_id),
    CONSTRAINT members_state CHECK (state IN ('invited', 'active', 'suspended', 'removed')),
    CONSTRAINT members_have_roles CHECK (cardinality(roles) > 0),
    CONSTRAINT members_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE INDEX members_person_id_idx ON members (person_id);

CREATE UNIQUE INDEX one_member_per_agent ON members (account_id, agent_id) WHERE state <> 'removed';

ALTER TABLE members ENABLE ROW LEVEL SECURITY;

ALTER TABLE members FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON members USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON members USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE (name, language, roles, agent_id, state, version, links_sent) ON members TO {app_role};

CREATE TABLE passkeys (
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    credential_id BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT passkeys_pkey PRIMARY KEY (id),
    CONSTRAINT passkeys_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT passkeys_credential_id_key UNIQUE (credential_id)
);

CREATE INDEX passkeys_person_id_idx ON passkeys (person_id);

ALTER TABLE passkeys ENABLE ROW LEVEL SECURITY;

ALTER TABLE passkeys FORCE ROW LEVEL SECURITY;

CREATE POLICY across_accounts ON passkeys USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE (sign_count, last_used_at), DELETE ON passkeys TO {app_role};

CREATE TABLE api_tokens (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    member_id UUID,
    name TEXT NOT NULL,
    beginning TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    roles TEXT[] NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    last_used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT api_tokens_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT api_tokens_account_id_member_id_fkey FOREIGN KEY(account_id, member_id) REFERENCES members (account_id, id),
    CONSTRAINT api_tokens_have_roles CHECK (cardinality(roles) > 0),
    CONSTRAINT api_tokens_token_hash_key UNIQUE (token_hash)
);

CREATE INDEX api_tokens_account_id_member_id_idx ON api_tokens (account_id, member_id);

ALTER TABLE api_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE api_tokens FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON api_tokens USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON api_tokens USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE (last_used_at), DELETE ON api_tokens TO {app_role};

CREATE TABLE invitations (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    member_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    outcome TEXT,
    CONSTRAINT invitations_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT invitations_account_id_member_id_fkey FOREIGN KEY(account_id, member_id) REFERENCES members (account_id, id),
    CONSTRAINT invitations_outcome CHECK (outcome IN ('accepted', 'withdrawn', 'replaced')),
    CONSTRAINT invitations_token_hash_key UNIQUE (token_hash)
);

CREATE UNIQUE INDEX one_open_invitation ON invitations (account_id, member_id) WHERE outcome IS NULL;

ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;

ALTER TABLE invitations FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON invitations USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON invitations USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE (outcome) ON invitations TO {app_role};

CREATE TABLE sessions (
    id UUID NOT NULL,
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    member_id UUID NOT NULL,
    person_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    way TEXT NOT NULL,
    browser TEXT NOT NULL,
    network TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    open_id_subject TEXT,
    open_id_session TEXT,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_account_id_member_id_fkey FOREIGN KEY(account_id, member_id) REFERENCES members (account_id, id),
    CONSTRAINT sessions_way CHECK (way IN ('link', 'passkey', 'open-id')),
    CONSTRAINT sessions_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT sessions_token_hash_key UNIQUE (token_hash)
);

CREATE INDEX sessions_account_id_member_id_idx ON sessions (account_id, member_id);

CREATE INDEX sessions_open_id_subject_idx ON sessions (open_id_subject);

CREATE INDEX sessions_person_id_idx ON sessions (person_id);

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;

ALTER TABLE sessions FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON sessions USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

CREATE POLICY across_accounts ON sessions USING (current_setting('honorar.across_accounts', true) = 'on');

GRANT SELECT, INSERT, UPDATE (account_id, member_id, last_used_at), DELETE ON sessions TO {app_role};

CREATE FUNCTION tell_credential_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('identity_credentials', OLD.id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER members_change AFTER UPDATE OF roles, state, agent_id ON members
    FOR EACH ROW EXECUTE FUNCTION tell_credential_change();
CREATE TRIGGER sessions_change AFTER UPDATE OF account_id, member_id OR DELETE ON sessions
    FOR EACH ROW EXECUTE FUNCTION tell_credential_change();
CREATE TRIGGER api_tokens_change AFTER DELETE ON api_tokens
    FOR EACH ROW EXECUTE FUNCTION tell_credential_change();


CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE documents (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    document_id UUID NOT NULL,
    content TEXT NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    CONSTRAINT documents_pkey PRIMARY KEY (account_id, document_id),
    CONSTRAINT documents_amount_check CHECK (amount >= 0),
    CONSTRAINT documents_never_overlap EXCLUDE USING gist (account_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);

CREATE INDEX documents_account_id_valid_from_idx ON documents (account_id, valid_from) WHERE amount > 0;

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;

ALTER TABLE documents FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON documents USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON documents TO {app_role};

CREATE TABLE notes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    note_id UUID NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT notes_pkey PRIMARY KEY (account_id, note_id)
);

ALTER TABLE notes ENABLE ROW LEVEL SECURITY;

ALTER TABLE notes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON notes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE (name), DELETE ON notes TO {app_role};

CREATE TABLE numbers (
    n INTEGER NOT NULL,
    CONSTRAINT numbers_pkey PRIMARY KEY (n)
);

GRANT SELECT ON numbers TO {app_role};

CREATE FUNCTION one() RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;


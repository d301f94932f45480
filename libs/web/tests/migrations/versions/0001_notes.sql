CREATE TABLE notes (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    text TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT notes_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT short_note CHECK (length(text) <= 100),
    CONSTRAINT one_note_per_text UNIQUE (account_id, text),
    CONSTRAINT one_note_per_length UNIQUE (account_id, seconds) DEFERRABLE INITIALLY DEFERRED
);

ALTER TABLE notes ENABLE ROW LEVEL SECURITY;

ALTER TABLE notes FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON notes USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON notes TO {app_role};


CREATE TABLE effects (
    place bigint GENERATED ALWAYS AS IDENTITY,
    account_id uuid NOT NULL,
    key text NOT NULL,
    number integer NOT NULL
);

ALTER TABLE effects ENABLE ROW LEVEL SECURITY;

ALTER TABLE effects FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON effects USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON effects TO {app_role};

CREATE TABLE effects (account_id uuid NOT NULL, source text NOT NULL);

ALTER TABLE effects ENABLE ROW LEVEL SECURITY;

ALTER TABLE effects FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON effects USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON effects TO {app_role};

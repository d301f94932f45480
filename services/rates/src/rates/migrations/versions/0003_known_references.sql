CREATE TABLE known_references (
    account_id UUID DEFAULT NULLIF(current_setting('honorar.account', true), '')::uuid NOT NULL,
    field TEXT NOT NULL,
    id UUID NOT NULL,
    CONSTRAINT known_references_pkey PRIMARY KEY (account_id, field, id)
);

-- Of what was made before, the topics may have kept nothing: what time and rates have named is known. The owner reads the
-- rows of all accounts only while its tables do not force their walls upon it.
ALTER TABLE rates NO FORCE ROW LEVEL SECURITY;

ALTER TABLE time_entries NO FORCE ROW LEVEL SECURITY;

INSERT INTO known_references (account_id, field, id)
SELECT DISTINCT account_id, named.field, named.id
FROM (
    SELECT account_id, project_id, organization_id, agent_id, service_type_id FROM rates
    UNION
    SELECT account_id, project_id, organization_id, agent_id, service_type_id FROM time_entries
) AS scopes
CROSS JOIN LATERAL (VALUES
    ('project_id', project_id), ('organization_id', organization_id),
    ('agent_id', agent_id), ('service_type_id', service_type_id)
) AS named(field, id)
WHERE named.id IS NOT NULL;

ALTER TABLE rates FORCE ROW LEVEL SECURITY;

ALTER TABLE time_entries FORCE ROW LEVEL SECURITY;

ALTER TABLE known_references ENABLE ROW LEVEL SECURITY;

ALTER TABLE known_references FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON known_references USING (account_id = NULLIF(current_setting('honorar.account', true), '')::uuid);

GRANT SELECT, INSERT ON known_references TO {app_role};

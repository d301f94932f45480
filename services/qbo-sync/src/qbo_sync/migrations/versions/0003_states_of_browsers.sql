SET LOCAL honorar.across_accounts = 'on';

DELETE FROM oauth_states;

ALTER TABLE oauth_states ADD COLUMN browser_hash BYTEA NOT NULL;

GRANT UPDATE ON oauth_states TO {app_role};

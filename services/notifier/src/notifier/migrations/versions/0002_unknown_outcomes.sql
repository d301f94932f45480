ALTER TABLE deliveries
    ADD COLUMN handed_over_at TIMESTAMP WITH TIME ZONE,
    DROP CONSTRAINT deliveries_state,
    DROP CONSTRAINT failures_have_a_reason,
    ADD CONSTRAINT deliveries_state CHECK (state IN ('queued', 'sent', 'failed', 'unknown')),
    ADD CONSTRAINT failures_have_a_reason CHECK (state NOT IN ('failed', 'unknown') OR reason IS NOT NULL);

GRANT UPDATE (handed_over_at) ON deliveries TO {app_role};

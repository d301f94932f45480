ALTER TABLE delivery_reports
    DROP CONSTRAINT delivery_reports_outcome_check,
    ADD CONSTRAINT delivery_reports_outcome_check CHECK (outcome IN ('sent', 'failed', 'unknown'));

ALTER TABLE time_entries
    ADD COLUMN capped BOOLEAN DEFAULT false NOT NULL,
    ADD COLUMN requests TEXT[] DEFAULT '{}' NOT NULL;

CREATE INDEX running_timer_entry ON running_timers (account_id, entry_id);

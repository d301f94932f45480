ALTER TABLE time_entries ADD COLUMN work_item_id UUID;

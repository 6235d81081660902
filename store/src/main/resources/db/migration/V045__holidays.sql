-- Days on which nobody is there: an array of InboxRules.Holiday.
ALTER TABLE inboxes ADD COLUMN holidays jsonb NOT NULL DEFAULT '[]';

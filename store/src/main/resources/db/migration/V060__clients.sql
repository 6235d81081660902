-- Who comes through a public client API and only says that they are a contact who was there before is not told what is known of
-- that contact, until the inbox's owner vouches for them.
ALTER TABLE contact_inboxes ADD COLUMN claimed boolean NOT NULL DEFAULT false;

-- Which visitor of a website said a message or was told it: a contact may have several, who need not be the same person until a
-- site vouches for them, so each is shown only their own.
ALTER TABLE messages ADD COLUMN visitor text;
CREATE INDEX messages_visitor_idx ON messages (inbox_id, visitor, id DESC) WHERE visitor IS NOT NULL;

-- What a visitor's page said of the conversation before there was one.
ALTER TABLE contact_inboxes
    ADD COLUMN pending_attributes jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN pending_additional_attributes jsonb NOT NULL DEFAULT '{}';

CREATE UNIQUE INDEX inboxes_website_token_key ON inboxes ((channel_settings ->> 'websiteToken')) WHERE channel = 'webchat';

-- Clients that were away ask what has changed since.
CREATE INDEX conversations_updated_idx ON conversations (account_id, updated_at DESC);

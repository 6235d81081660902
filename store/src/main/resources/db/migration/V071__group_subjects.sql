-- Groups that go by their number because nobody told their subject yet; the provider is asked for it.
CREATE INDEX contacts_nameless_groups_idx ON contacts (id)
    WHERE is_group AND name ~ '^([0-9]{16,}|[0-9]{8,15}-[0-9]{9,})$';

-- Who takes part in a conversation besides its assignee, and what they have begun to write.

CREATE TABLE drafts (
    conversation_id int         NOT NULL REFERENCES conversations ON DELETE CASCADE,
    agent_id        int         NOT NULL REFERENCES agents ON DELETE CASCADE,
    message         text        NOT NULL DEFAULT '',
    note            text        NOT NULL DEFAULT '',
    reply_to_id     int,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (conversation_id, agent_id)
);
CREATE INDEX drafts_agent_idx ON drafts (agent_id, updated_at DESC);

CREATE TABLE conversation_participants (
    conversation_id int         NOT NULL REFERENCES conversations ON DELETE CASCADE,
    agent_id        int         NOT NULL REFERENCES agents ON DELETE CASCADE,
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (conversation_id, agent_id)
);
CREATE INDEX conversation_participants_agent_idx ON conversation_participants (agent_id, conversation_id DESC);

-- The newest note that names an agent, for each of their conversations.
CREATE TABLE conversation_mentions (
    conversation_id int         NOT NULL REFERENCES conversations ON DELETE CASCADE,
    agent_id        int         NOT NULL REFERENCES agents ON DELETE CASCADE,
    message_id      int         NOT NULL,
    mentioned_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (conversation_id, agent_id)
);
CREATE INDEX conversation_mentions_agent_idx ON conversation_mentions (agent_id, message_id DESC);

-- E-mail is threaded: a contact may have several conversations open in an inbox, one for each thread. What makes a thread one is
-- the Message-IDs its mails carry and name, each of which belongs to one conversation of an inbox.

ALTER TABLE conversations ADD COLUMN threaded boolean NOT NULL DEFAULT false;

-- One open conversation per contact and inbox is a fact, not a race, wherever a contact has one line.
DROP INDEX conversations_one_open_key;
CREATE UNIQUE INDEX conversations_one_open_key ON conversations (inbox_id, contact_id)
    WHERE status <> 'resolved' AND NOT threaded;

-- Our own Message-IDs and reply addresses name the conversation by it.
CREATE UNIQUE INDEX conversations_uuid_key ON conversations (uuid);

-- subject_key: what is left of the subject without prefixes; empty when there is none
CREATE TABLE email_threads (
    conversation_id int PRIMARY KEY REFERENCES conversations ON DELETE CASCADE,
    subject_key     text NOT NULL
);

CREATE TABLE email_mail_ids (
    inbox_id        int  NOT NULL,
    mail_id         text NOT NULL,
    conversation_id int  NOT NULL REFERENCES conversations ON DELETE CASCADE,
    PRIMARY KEY (inbox_id, mail_id)
);
CREATE INDEX email_mail_ids_conversation_idx ON email_mail_ids (conversation_id);

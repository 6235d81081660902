-- What was done, an hour at a time. Written by the consumer of the hub's own events, which may hear of one twice.
CREATE TABLE report_hours (
    account_id                      int         NOT NULL,
    -- account, inbox, agent, team, label
    dimension                       text        NOT NULL,
    -- an id, or a label's title
    subject                         text        NOT NULL,
    hour                            timestamptz NOT NULL,
    conversations                   bigint      NOT NULL DEFAULT 0,
    incoming_messages               bigint      NOT NULL DEFAULT 0,
    outgoing_messages               bigint      NOT NULL DEFAULT 0,
    resolutions                     bigint      NOT NULL DEFAULT 0,
    resolution_seconds              bigint      NOT NULL DEFAULT 0,
    resolution_business_seconds     bigint      NOT NULL DEFAULT 0,
    first_responses                 bigint      NOT NULL DEFAULT 0,
    first_response_seconds          bigint      NOT NULL DEFAULT 0,
    first_response_business_seconds bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, dimension, subject, hour)
);
CREATE INDEX report_hours_dimension_idx ON report_hours (account_id, dimension, hour);

-- Which conversations were counted for whom: each counts once for each of them, at the hour it began.
CREATE TABLE report_conversations (
    conversation_id int  NOT NULL,
    dimension       text NOT NULL,
    subject         text NOT NULL,
    PRIMARY KEY (conversation_id, dimension, subject)
);

-- Which events were counted; forgotten once Kafka cannot bring them again.
CREATE TABLE report_marks (
    event_id  text        PRIMARY KEY,
    marked_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX report_marks_age_idx ON report_marks (marked_at);

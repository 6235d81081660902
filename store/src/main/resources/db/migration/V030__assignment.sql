-- Who answers: limits and shares, and the facts the router decides on (the contract's AssignmentFact).
-- A fact is one row, told by a trigger in the transaction that changes it: no statement can forget to, and because the row is
-- locked, the outbox ids of one key rise in the order it became true.

-- an agent's share beside colleagues of other weights; 0: none is given to them
ALTER TABLE account_agents
    ADD COLUMN assignment_limit  int CHECK (assignment_limit > 0),
    ADD COLUMN assignment_weight int NOT NULL DEFAULT 1 CHECK (assignment_weight BETWEEN 0 AND 100);

-- Chatwoot keeps both in a JSON of the inbox; whoever writes it has checked it
ALTER TABLE inboxes
    ADD COLUMN assignment_limit int GENERATED ALWAYS AS (
        CASE WHEN jsonb_typeof(extra_settings #> '{auto_assignment_config,max_assignment_limit}') = 'number'
             THEN (extra_settings #>> '{auto_assignment_config,max_assignment_limit}')::numeric::int END) STORED,
    ADD COLUMN returns_to_last_agent boolean NOT NULL GENERATED ALWAYS AS (
        coalesce(extra_settings #> '{auto_assignment_config,return_to_last_agent}', 'true') <> 'false') STORED;

-- when the contact came back to who held the conversation; it counts while waiting_since is the same
ALTER TABLE conversations ADD COLUMN returned_at timestamptz;
CREATE INDEX conversations_open_idx ON conversations (id) WHERE status = 'open';
CREATE INDEX conversation_counts_assignee_idx ON conversation_counts (account_id, assignee_id, status);

-- for which topic, by Kafka's id of it, all facts were told once
CREATE TABLE told_topics (
    name     text PRIMARY KEY,
    topic_id text NOT NULL
);

CREATE FUNCTION forget_return() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.returned_at := NULL;
    RETURN NEW;
END $$;

CREATE TRIGGER forget_return BEFORE UPDATE OF assignee_id ON conversations FOR EACH ROW
    WHEN (OLD.returned_at IS NOT NULL AND OLD.assignee_id IS DISTINCT FROM NEW.assignee_id) EXECUTE FUNCTION forget_return();

-- no payload: true no more
CREATE FUNCTION tell_fact(kind text, id text, payload jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO outbox (topic, record_key, event_id, event_type, payload)
    VALUES ('assignment', kind || ':' || id, gen_random_uuid()::text, 'io.parley.assignment-fact.' || kind,
            (jsonb_build_object('type', kind) || jsonb_strip_nulls(payload))::text)
$$;

CREATE FUNCTION agent_fact(a account_agents) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('accountId', a.account_id, 'agentId', a.agent_id, 'online', a.availability = 'online',
                              'autoOffline', a.auto_offline, 'limit', a.assignment_limit, 'weight', a.assignment_weight)
$$;

CREATE FUNCTION inbox_fact(i inboxes) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('accountId', i.account_id, 'inboxId', i.id, 'assigns', i.enable_auto_assignment AND i.enabled,
                              'limit', i.assignment_limit, 'returnsToLastAgent', i.returns_to_last_agent)
     WHERE i.deleted_at IS NULL
$$;

CREATE FUNCTION inbox_member_fact(m inbox_members) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('accountId', i.account_id, 'inboxId', m.inbox_id, 'agentId', m.agent_id)
      FROM inboxes AS i WHERE i.id = m.inbox_id
$$;

CREATE FUNCTION team_fact(t teams) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('accountId', t.account_id, 'teamId', t.id, 'assigns', t.allow_auto_assign)
$$;

CREATE FUNCTION team_member_fact(m team_members) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('accountId', t.account_id, 'teamId', m.team_id, 'agentId', m.agent_id)
      FROM teams AS t WHERE t.id = m.team_id
$$;

CREATE FUNCTION tell_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM tell_fact('agent', OLD.account_id || ':' || OLD.agent_id, NULL);
    ELSE
        PERFORM tell_fact('agent', NEW.account_id || ':' || NEW.agent_id, agent_fact(NEW));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION tell_inbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_fact('inbox', NEW.id::text, inbox_fact(NEW));
    RETURN NULL;
END $$;

CREATE FUNCTION tell_inbox_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM tell_fact('inbox_member', OLD.inbox_id || ':' || OLD.agent_id, NULL);
    ELSE
        PERFORM tell_fact('inbox_member', NEW.inbox_id || ':' || NEW.agent_id, inbox_member_fact(NEW));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION tell_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM tell_fact('team', OLD.id::text, NULL);
    ELSE
        PERFORM tell_fact('team', NEW.id::text, team_fact(NEW));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION tell_team_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM tell_fact('team_member', OLD.team_id || ':' || OLD.agent_id, NULL);
    ELSE
        PERFORM tell_fact('team_member', NEW.team_id || ':' || NEW.agent_id, team_member_fact(NEW));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER tell_new_agent AFTER INSERT OR DELETE ON account_agents FOR EACH ROW EXECUTE FUNCTION tell_agent();
CREATE TRIGGER tell_agent AFTER UPDATE ON account_agents FOR EACH ROW
    WHEN ((OLD.availability, OLD.auto_offline, OLD.assignment_limit, OLD.assignment_weight)
          IS DISTINCT FROM (NEW.availability, NEW.auto_offline, NEW.assignment_limit, NEW.assignment_weight))
    EXECUTE FUNCTION tell_agent();
CREATE TRIGGER tell_new_inbox AFTER INSERT ON inboxes FOR EACH ROW EXECUTE FUNCTION tell_inbox();
CREATE TRIGGER tell_inbox AFTER UPDATE ON inboxes FOR EACH ROW
    WHEN ((OLD.enabled, OLD.enable_auto_assignment, OLD.assignment_limit, OLD.returns_to_last_agent, OLD.deleted_at)
          IS DISTINCT FROM
          (NEW.enabled, NEW.enable_auto_assignment, NEW.assignment_limit, NEW.returns_to_last_agent, NEW.deleted_at))
    EXECUTE FUNCTION tell_inbox();
CREATE TRIGGER tell_inbox_member AFTER INSERT OR DELETE ON inbox_members FOR EACH ROW EXECUTE FUNCTION tell_inbox_member();
CREATE TRIGGER tell_new_team AFTER INSERT OR DELETE ON teams FOR EACH ROW EXECUTE FUNCTION tell_team();
CREATE TRIGGER tell_team AFTER UPDATE ON teams FOR EACH ROW
    WHEN (OLD.allow_auto_assign IS DISTINCT FROM NEW.allow_auto_assign) EXECUTE FUNCTION tell_team();
CREATE TRIGGER tell_team_member AFTER INSERT OR DELETE ON team_members FOR EACH ROW EXECUTE FUNCTION tell_team_member();

-- what is not open has no fact; answered: the refused command of each, or null
CREATE FUNCTION tell_conversations(ids int[], answered text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO outbox (topic, record_key, event_id, event_type, payload)
    SELECT 'assignment', 'conversation:' || c.id, gen_random_uuid()::text, 'io.parley.assignment-fact.conversation',
           CASE WHEN c.status = 'open' THEN
               jsonb_strip_nulls(jsonb_build_object(
                   'type', 'conversation', 'accountId', c.account_id, 'inboxId', c.inbox_id, 'conversationId', c.id,
                   'address', ci.source_id, 'assigneeId', c.assignee_id, 'teamId', c.team_id,
                   'waitingSince', to_char(c.waiting_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'returned', c.assignee_id IS NOT NULL AND coalesce(c.returned_at = c.waiting_since, false),
                   'answers', told.answer))::text END
      FROM unnest(ids, answered) AS told (id, answer)
      JOIN conversations AS c ON c.id = told.id
      JOIN contact_inboxes AS ci ON ci.id = c.contact_inbox_id
     ORDER BY c.id;
END $$;

CREATE FUNCTION tell_new_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    opened int[];
BEGIN
    opened := ARRAY(SELECT id FROM new_rows WHERE status = 'open');
    IF cardinality(opened) > 0 THEN
        PERFORM tell_conversations(opened, NULL);
    END IF;
    RETURN NULL;
END $$;

-- since when a contact waits matters while somebody is looked for
CREATE FUNCTION tell_changed_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed int[];
BEGIN
    -- sets, not a join: the planner takes a statement's rows for one, and would compare each with each
    changed := ARRAY(
        WITH before AS (
            SELECT id, status, assignee_id, team_id, contact_inbox_id, returned_at,
                   CASE WHEN assignee_id IS NULL OR returned_at IS NOT NULL THEN waiting_since END FROM old_rows
        ), now AS (
            SELECT id, status, assignee_id, team_id, contact_inbox_id, returned_at,
                   CASE WHEN assignee_id IS NULL OR returned_at IS NOT NULL THEN waiting_since END FROM new_rows
        )
        SELECT id FROM (TABLE now EXCEPT TABLE before) AS became WHERE status = 'open'
         UNION
        SELECT id FROM (TABLE before EXCEPT TABLE now) AS was WHERE status = 'open');
    IF cardinality(changed) > 0 THEN
        PERFORM tell_conversations(changed, NULL);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION tell_gone_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_fact('conversation', id::text, NULL) FROM old_rows WHERE status = 'open';
    RETURN NULL;
END $$;

CREATE TRIGGER tell_new AFTER INSERT ON conversations
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_new_conversations();
CREATE TRIGGER tell_changed AFTER UPDATE ON conversations
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_conversations();
CREATE TRIGGER tell_gone AFTER DELETE ON conversations
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_gone_conversations();

-- Everything once more, for a topic that is new. Rows are locked before they are read: a change at the same moment is
-- told after this, never before.
CREATE FUNCTION tell_people() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_fact('agent', (l.a).account_id || ':' || (l.a).agent_id, agent_fact(l.a))
       FROM (SELECT a FROM account_agents AS a ORDER BY account_id, agent_id FOR NO KEY UPDATE) AS l;
    PERFORM tell_fact('inbox', (l.i).id::text, inbox_fact(l.i))
       FROM (SELECT i FROM inboxes AS i WHERE deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE) AS l;
    PERFORM tell_fact('inbox_member', (l.m).inbox_id || ':' || (l.m).agent_id, inbox_member_fact(l.m))
       FROM (SELECT m FROM inbox_members AS m ORDER BY inbox_id, agent_id FOR NO KEY UPDATE) AS l;
    PERFORM tell_fact('team', (l.t).id::text, team_fact(l.t))
       FROM (SELECT t FROM teams AS t ORDER BY id FOR NO KEY UPDATE) AS l;
    PERFORM tell_fact('team_member', (l.m).team_id || ':' || (l.m).agent_id, team_member_fact(l.m))
       FROM (SELECT m FROM team_members AS m ORDER BY team_id, agent_id FOR NO KEY UPDATE) AS l;
END $$;

-- some open conversations behind one; answers with the last, null when there are no more
CREATE FUNCTION tell_open_conversations(after int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    ids int[] := ARRAY(SELECT id FROM conversations WHERE status = 'open' AND id > after
                        ORDER BY id LIMIT 500 FOR NO KEY UPDATE);
BEGIN
    PERFORM tell_conversations(ids, NULL);
    RETURN ids[cardinality(ids)];
END $$;

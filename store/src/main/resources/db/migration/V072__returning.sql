-- What was resolved and is opened again stays with who held it, unless they have left the inbox since: nobody would see it.
-- Where the contact opened it, they came back to them; whether they are there is for the router to say.

CREATE FUNCTION come_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM account_agents AS aa
                    WHERE aa.account_id = NEW.account_id AND aa.agent_id = NEW.assignee_id
                      AND (aa.role = 'administrator'
                           OR EXISTS (SELECT FROM inbox_members AS m
                                       WHERE m.inbox_id = NEW.inbox_id AND m.agent_id = NEW.assignee_id))) THEN
        NEW.assignee_id := NULL;
    ELSIF NEW.status = 'open' AND NEW.waiting_since IS DISTINCT FROM OLD.waiting_since THEN
        NEW.returned_at := NEW.waiting_since;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER come_back BEFORE UPDATE OF status ON conversations FOR EACH ROW
    WHEN (OLD.status = 'resolved' AND NEW.status <> 'resolved' AND NEW.assignee_id IS NOT NULL) EXECUTE FUNCTION come_back();

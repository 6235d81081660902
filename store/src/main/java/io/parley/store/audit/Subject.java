package io.parley.store.audit;

/**
 * What administrators change, and how it looks: a row as JSON without secrets, with its members beside it. What is not
 * worth a line of its own (tokens, hashes, what changes by itself) is left out.
 */
enum Subject {
    INBOX("""
            SELECT to_jsonb(i) - ARRAY['webhook_secret_hash', 'webhook_secret_sealed', 'channel_settings', 'qr_code',
                                       'pairing_code', 'connection', 'connection_reason', 'connection_changed_at',
                                       'address', 'updated_at']
                   || jsonb_build_object(
                          'channel_settings',
                          (SELECT coalesce(jsonb_object_agg(s.key, s.value), '{}'::jsonb)
                             FROM jsonb_each(i.channel_settings) AS s
                            WHERE s.key !~* '(sealed|secret|hash|password|key|token)'),
                          'member_ids',
                          (SELECT coalesce(jsonb_agg(m.agent_id ORDER BY m.agent_id), '[]'::jsonb)
                             FROM inbox_members AS m WHERE m.inbox_id = i.id))
              FROM inboxes AS i WHERE i.account_id = :account AND i.id = :id AND i.deleted_at IS NULL"""),
    AGENT("""
            SELECT jsonb_build_object('name', a.name, 'email', a.email, 'role', aa.role, 'availability', aa.availability,
                                      'auto_offline', aa.auto_offline)
              FROM account_agents AS aa
              JOIN agents AS a ON a.id = aa.agent_id
             WHERE aa.account_id = :account AND aa.agent_id = :id"""),
    TEAM("""
            SELECT to_jsonb(t) - ARRAY['updated_at']
                   || jsonb_build_object(
                          'member_ids',
                          (SELECT coalesce(jsonb_agg(m.agent_id ORDER BY m.agent_id), '[]'::jsonb)
                             FROM team_members AS m WHERE m.team_id = t.id))
              FROM teams AS t WHERE t.account_id = :account AND t.id = :id"""),
    LABEL("SELECT to_jsonb(l) - ARRAY['updated_at'] FROM labels AS l WHERE l.account_id = :account AND l.id = :id"),
    CUSTOM_ATTRIBUTE("""
            SELECT to_jsonb(d) - ARRAY['updated_at'] FROM custom_attribute_definitions AS d
             WHERE d.account_id = :account AND d.id = :id""");

    private final String snapshot;

    Subject(String snapshot) {
        this.snapshot = snapshot;
    }

    /** Selects one value: the JSON; no row when there is no such thing. */
    String snapshot() {
        return snapshot;
    }
}

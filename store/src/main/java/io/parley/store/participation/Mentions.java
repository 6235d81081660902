package io.parley.store.participation;

import io.parley.contract.id.MessageId;
import io.parley.store.conversation.ConversationState;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Whom private notes name, as {@code [@Name](mention://user/ID/Name)}, or whose team, as
 * {@code [@Name](mention://team/ID/Name)}. Who is named takes part from then on; who may not see the conversation is
 * not named.
 */
@Component
public class Mentions {

    private static final Pattern MENTION = Pattern.compile("\\(mention://(user|team)/(\\d{1,9})/[^)\\n]*\\)");

    private static final String REMEMBER = """
            WITH named AS (
                SELECT aa.agent_id FROM account_agents AS aa
                 WHERE aa.account_id = :account
                   AND (aa.agent_id = ANY (:agents)
                        OR EXISTS (SELECT FROM team_members AS tm
                                     JOIN teams AS t ON t.id = tm.team_id AND t.account_id = :account
                                    WHERE tm.team_id = ANY (:teams) AND tm.agent_id = aa.agent_id))
                   AND\s""" + SqlParticipants.SEES_INBOX + """
            ), participants AS (
                INSERT INTO conversation_participants (conversation_id, agent_id)
                SELECT :conversation, agent_id FROM named ORDER BY agent_id
                    ON CONFLICT DO NOTHING
            )
            INSERT INTO conversation_mentions (conversation_id, agent_id, message_id)
            SELECT :conversation, agent_id, :message FROM named ORDER BY agent_id
                ON CONFLICT (conversation_id, agent_id)
                DO UPDATE SET message_id = excluded.message_id, mentioned_at = now()
            """;

    private final DatabaseClient database;

    Mentions(DatabaseClient database) {
        this.database = database;
    }

    /** In the caller's transaction: what a new private note says. */
    public Mono<Void> remember(ConversationState conversation, MessageId note, String text) {
        Set<Integer> agents = named("user", text);
        Set<Integer> teams = named("team", text);
        return agents.isEmpty() && teams.isEmpty()
                ? Mono.empty()
                : database.sql(REMEMBER)
                        .bind("account", conversation.accountId().value())
                        .bind("inbox", conversation.inboxId().value())
                        .bind("conversation", conversation.id().value())
                        .bind("message", note.value())
                        .bind("agents", agents.toArray(Integer[]::new))
                        .bind("teams", teams.toArray(Integer[]::new))
                        .then();
    }

    static Set<Integer> named(String kind, String text) {
        Set<Integer> ids = new TreeSet<>();
        Matcher matcher = MENTION.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(kind)) {
                ids.add(Integer.valueOf(matcher.group(2)));
            }
        }
        return ids;
    }
}

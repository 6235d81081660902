package io.parley.store;

import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** The one rule of who sees what, as SQL: agents the inboxes they belong to, administrators those of the account. */
public final class Visibility {

    /** Selects the ids of the inboxes a viewer sees; deleted ones are among them, for their conversations stay. */
    public static final String INBOXES = """
            SELECT visible.id FROM inboxes AS visible
             WHERE visible.account_id = :account
               AND (:administrator OR EXISTS (SELECT FROM inbox_members AS member
                                               WHERE member.inbox_id = visible.id AND member.agent_id = :viewer))""";

    /** Put behind a column that holds an inbox id. */
    public static final String IS_VISIBLE = " = ANY (ARRAY(" + INBOXES + "))";

    private Visibility() {}

    /** Binds what the fragments above name; {@code :account} is free to be used elsewhere in the statement. */
    public static GenericExecuteSpec bind(GenericExecuteSpec statement, Viewer viewer) {
        return statement
                .bind("account", viewer.accountId().value())
                .bind("administrator", viewer.administrator())
                .bind("viewer", viewer.agentId().value());
    }
}

package io.parley.e2e;

/**
 * Very many conversations in an inbox, put straight into the tables, where a webhook each would take minutes: of people
 * called {@code Crowd 1} and so on, the first of them heard of yesterday, each other a minute before the one ahead. Its
 * inbox goes to another account in the end, because other tests look through all that there is, and deleting is slow.
 */
final class Crowd implements AutoCloseable {

    private static final String COME = """
            WITH people AS (
                INSERT INTO contacts (account_id, name)
                SELECT 1, 'Crowd ' || n FROM generate_series(1, %2$d) AS n
                RETURNING id, name),
            places AS (
                INSERT INTO contact_inboxes (contact_id, inbox_id, source_id)
                SELECT id, %1$d, 'crowd ' || id FROM people
                RETURNING id, contact_id),
            numbers AS (
                UPDATE accounts SET next_display_id = next_display_id + %2$d WHERE id = 1
                RETURNING next_display_id - %2$d - 1 AS before)
            INSERT INTO conversations (account_id, inbox_id, contact_id, contact_inbox_id, display_id, last_activity_at)
            SELECT 1, %1$d, people.id, places.id, before + substr(name, 7)::int,
                   now() - interval '1 day' - substr(name, 7)::int * interval '1 minute'
              FROM people JOIN places ON contact_id = people.id, numbers
            """;

    private static final String GO = """
            WITH elsewhere AS (INSERT INTO accounts (name) VALUES ('elsewhere') RETURNING id)
            UPDATE inboxes SET account_id = elsewhere.id FROM elsewhere WHERE inboxes.id = %d
            """;

    private final Database database;
    private final SharedHub.Inbox inbox;

    Crowd(Database database, SharedHub.Inbox inbox, int size) {
        this.database = database;
        this.inbox = inbox;
        database.execute(COME.formatted(inbox.id(), size));
    }

    @Override
    public void close() {
        database.execute(GO.formatted(inbox.id()));
    }
}

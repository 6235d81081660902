package io.parley.e2e;

import java.util.Collection;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of an inbox's conversations, written down by the database itself as each transaction ends: who was given
 * which, and how many they held then. Whoever is given something is locked until that end, so the number is exact.
 */
record AssignmentHistory(Database database) {

    static AssignmentHistory of(Database database, int inbox) {
        database.execute("""
                CREATE TABLE given (conversation int, agent int, held int, most int);
                CREATE FUNCTION note_given() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO given
                    SELECT NEW.id, aa.agent_id, count(c.id), aa.assignment_limit
                      FROM account_agents AS aa
                      JOIN conversations AS c ON c.assignee_id = aa.agent_id AND c.status = 'open'
                     WHERE aa.account_id = NEW.account_id AND aa.agent_id = NEW.assignee_id
                     GROUP BY aa.agent_id, aa.assignment_limit;
                    RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER note_given AFTER UPDATE ON conversations DEFERRABLE INITIALLY DEFERRED
                   FOR EACH ROW WHEN (NEW.inbox_id = %d AND NEW.assignee_id IS DISTINCT FROM OLD.assignee_id)
                   EXECUTE FUNCTION note_given();
                """.formatted(inbox));
        return new AssignmentHistory(database);
    }

    /** How many conversations were given to somebody. */
    long numberOfGiven() {
        return number("SELECT count(DISTINCT conversation) FROM given");
    }

    List<Long> timesGivenToEach() {
        return column("SELECT count(*) FROM given GROUP BY conversation");
    }

    long timesOverLimit() {
        return number("SELECT count(*) FROM given WHERE held > most");
    }

    Map<Integer, Long> timesGiven(Collection<Integer> agents) {
        return byAgent(agents, "SELECT agent, count(*) FROM given GROUP BY agent");
    }

    long spreadAmong(Collection<Integer> agents) {
        LongSummaryStatistics times =
                timesGiven(agents).values().stream().mapToLong(it -> it).summaryStatistics();
        return times.getMax() - times.getMin();
    }

    /** How many are open now. */
    Map<Integer, Long> held(Collection<Integer> agents) {
        return byAgent(agents, """
                SELECT assignee_id, count(*) FROM conversations
                 WHERE status = 'open' AND assignee_id IS NOT NULL GROUP BY assignee_id""");
    }

    boolean allAreFull(Collection<Integer> agents) {
        List<Long> full = column("""
                SELECT aa.agent_id FROM account_agents AS aa
                 WHERE aa.assignment_limit <= (SELECT count(*) FROM conversations AS c
                                                WHERE c.assignee_id = aa.agent_id AND c.status = 'open')""");
        return agents.stream().allMatch(agent -> full.contains((long) agent));
    }

    /** Some open conversations of theirs, as the API names them. */
    List<Integer> heldBy(Collection<Integer> agents, int most) {
        String ids = agents.stream().map(String::valueOf).collect(Collectors.joining(","));
        return column("SELECT display_id FROM conversations WHERE status = 'open' AND assignee_id IN (%s) LIMIT %d"
                        .formatted(ids, most))
                .stream()
                .map(Math::toIntExact)
                .toList();
    }

    private Map<Integer, Long> byAgent(Collection<Integer> agents, String sql) {
        Map<Long, Long> numbers =
                database.numbers(sql).stream().collect(Collectors.toMap(List::getFirst, List::getLast));
        return agents.stream()
                .collect(Collectors.toMap(Function.identity(), agent -> numbers.getOrDefault((long) agent, 0L)));
    }

    private List<Long> column(String sql) {
        return database.numbers(sql).stream().map(List::getFirst).toList();
    }

    private long number(String sql) {
        return column(sql).getFirst();
    }
}

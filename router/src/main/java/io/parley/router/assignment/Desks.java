package io.parley.router.assignment;

import io.parley.contract.assignment.AssignmentFact;
import io.parley.contract.id.AccountId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole picture, account by account, folded from the facts in the order they became true. For one thread. */
final class Desks {

    private final AssignmentProperties properties;
    private final Outcomes outcomes;
    private final Map<String, AssignmentFact> facts = new HashMap<>();
    private final Map<AccountId, Desk> accounts = new HashMap<>();

    Desks(AssignmentProperties properties, Outcomes outcomes) {
        this.properties = properties;
        this.outcomes = outcomes;
    }

    /** @param fact absent: what the key stood for is true no more */
    void learn(String key, @Nullable AssignmentFact fact, Instant at) {
        AssignmentFact before = fact == null ? facts.remove(key) : facts.put(key, fact);
        if (before != null && (fact == null || !before.accountId().equals(fact.accountId()))) {
            desk(before.accountId()).forget(before);
            before = null;
        }
        if (fact != null) {
            desk(fact.accountId()).learn(before, fact, at);
        }
    }

    /** What is to be done now; to be told to the store, which says what became of it. */
    List<Decision> decide(Instant now) {
        List<Decision> decisions = new ArrayList<>();
        accounts.values().forEach(desk -> decisions.addAll(desk.decide(now)));
        return decisions;
    }

    Waiting waiting() {
        return accounts.values().stream().map(Desk::waiting).reduce(Waiting.NONE, Waiting::and);
    }

    void clear() {
        facts.clear();
        accounts.clear();
    }

    Desk desk(AccountId account) {
        return accounts.computeIfAbsent(account, id -> new Desk(properties, outcomes));
    }
}

package io.parley.router;

import io.parley.contract.Channel;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxRules.OpeningHours;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inboxes for tests. */
public final class Inboxes {

    public static final InboxRules NO_RULES = rules(false, null, null);

    private Inboxes() {}

    public static InboxConfig inbox(int id) {
        return inbox(id, true, NO_RULES);
    }

    public static InboxConfig inbox(int id, InboxRules rules) {
        return inbox(id, true, rules);
    }

    public static InboxConfig disabled(int id) {
        return inbox(id, false, NO_RULES);
    }

    /** Somebody is there on Mondays, 9 to 12 and 13:30 to 18 in São Paulo, where an away message is given. */
    public static InboxRules rules(boolean ignoreGroups, @Nullable String greeting, @Nullable String awayMessage) {
        return new InboxRules(
                ignoreGroups,
                greeting,
                awayMessage != null,
                awayMessage,
                ZoneId.of("America/Sao_Paulo"),
                List.of(open("09:00", "12:00"), open("13:30", "18:00")));
    }

    private static OpeningHours open(String opens, String closes) {
        return new OpeningHours(DayOfWeek.MONDAY, LocalTime.parse(opens), LocalTime.parse(closes));
    }

    private static InboxConfig inbox(int id, boolean enabled, InboxRules rules) {
        return new InboxConfig(
                new InboxId(id), new AccountId(1), Channel.WHATSAPP, "Loja", enabled, "hash-" + id, rules, null);
    }
}

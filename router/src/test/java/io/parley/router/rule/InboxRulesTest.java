package io.parley.router.rule;

import static io.parley.router.Inbounds.MONDAY_MORNING;
import static io.parley.router.Inbounds.group;
import static io.parley.router.Inbounds.maria;
import static io.parley.router.Inbounds.message;
import static io.parley.router.Inbounds.open;
import static io.parley.router.Inbounds.profile;
import static io.parley.router.Inbounds.read;
import static io.parley.router.Inbounds.text;
import static io.parley.router.Inboxes.inbox;
import static io.parley.router.Inboxes.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.contact.Party;
import io.parley.contract.inbound.AutoReply;
import io.parley.contract.inbound.AutoReply.Occasion;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxRules.Holiday;
import io.parley.contract.inbox.InboxRules.OpeningHours;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Delete;
import io.parley.contract.message.MessageContent.Edit;
import io.parley.contract.message.MessageContent.Reaction;
import io.parley.contract.message.MessageContent.Text;
import io.parley.contract.message.MessageContent.Unsupported;
import io.parley.router.RouterProperties;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboxRulesTest {

    private static final Answerable ANSWERABLE =
            new Answerable(new RouterProperties(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofHours(1)));
    private static final Verdict GREETED = new Verdict.Reply(new AutoReply(Occasion.GREETING, "Olá!"));
    private static final Verdict AWAY = new Verdict.Reply(new AutoReply(Occasion.AWAY, "Fechado"));

    private final InboxRule ignoreGroups = new IgnoreGroups();
    private final InboxRule greeting = new Greeting(ANSWERABLE);
    private final InboxRule awayMessage = new AwayMessage(ANSWERABLE);

    @Test
    void leavesGroupsOutWhereTheInboxSaysSo() {
        InboxConfig inbox = inbox(7, rules(true, null, null));

        assertThat(ignoreGroups.judge(inbox, incoming(group(), new Text("oi")))).isInstanceOf(Verdict.Drop.class);
        assertThat(ignoreGroups.judge(inbox, profile(7, group()))).isInstanceOf(Verdict.Drop.class);
        assertThat(ignoreGroups.judge(inbox, text(7, "A"))).isEqualTo(Verdict.PASS);
        assertThat(ignoreGroups.judge(inbox, read(7, "A"))).isEqualTo(Verdict.PASS);
        assertThat(ignoreGroups.judge(inbox, open(7))).isEqualTo(Verdict.PASS);
    }

    @Test
    void letsGroupsInOtherwise() {
        assertThat(ignoreGroups.judge(inbox(7), incoming(group(), new Text("oi"))))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void greetsAPersonWhoSaysSomething() {
        InboxConfig inbox = inbox(7, rules(false, "Olá!", null));

        assertThat(greeting.judge(inbox, text(7, "A"))).isEqualTo(GREETED);
        assertThat(greeting.judge(inbox, incoming(maria(), new Unsupported("call", "Missed voice call", null))))
                .isEqualTo(GREETED);
    }

    @Test
    void greetsNeitherGroupsNorOurselvesNorAfterthoughts() {
        InboxConfig inbox = inbox(7, rules(false, "Olá!", null));
        Inbound own = message(7, maria(), Direction.OUTGOING, "A", new Text("oi"), MONDAY_MORNING, MONDAY_MORNING);

        assertThat(greeting.judge(inbox, incoming(group(), new Text("oi")))).isEqualTo(Verdict.PASS);
        assertThat(greeting.judge(inbox, own)).isEqualTo(Verdict.PASS);
        assertThat(greeting.judge(inbox, incoming(maria(), new Reaction("A", "👍"))))
                .isEqualTo(Verdict.PASS);
        assertThat(greeting.judge(inbox, incoming(maria(), new Edit("A", "oi!"))))
                .isEqualTo(Verdict.PASS);
        assertThat(greeting.judge(inbox, incoming(maria(), new Delete("A")))).isEqualTo(Verdict.PASS);
        assertThat(greeting.judge(inbox, profile(7, maria()))).isEqualTo(Verdict.PASS);
        assertThat(greeting.judge(inbox, read(7, "A"))).isEqualTo(Verdict.PASS);
    }

    @Test
    void doesNotGreetAHistory() {
        InboxConfig inbox = inbox(7, rules(false, "Olá!", null));
        Instant longAgo = MONDAY_MORNING.minus(Duration.ofMinutes(61));
        Inbound old = message(7, maria(), Direction.INCOMING, "A", new Text("oi"), longAgo, MONDAY_MORNING);

        assertThat(greeting.judge(inbox, old)).isEqualTo(Verdict.PASS);
    }

    @Test
    void greetsNobodyWithoutAGreeting() {
        assertThat(greeting.judge(inbox(7), text(7, "A"))).isEqualTo(Verdict.PASS);
        assertThat(greeting.judge(inbox(7, rules(false, " ", null)), text(7, "A")))
                .isEqualTo(Verdict.PASS);
    }

    /** Mondays 9:00 to 12:00 and 13:30 to 18:00 in São Paulo, three hours behind UTC. */
    @ParameterizedTest
    @CsvSource({
        "2025-10-20T11:59:59Z, true",
        "2025-10-20T12:00:00Z, false",
        "2025-10-20T14:59:59Z, false",
        "2025-10-20T15:00:00Z, true",
        "2025-10-20T16:30:00Z, false",
        "2025-10-20T21:00:00Z, true",
        "2025-10-21T13:00:00Z, true",
        "2025-10-20T02:00:00Z, true",
    })
    void saysThatNobodyIsThereOutsideBusinessHours(Instant receivedAt, boolean away) {
        InboxConfig inbox = inbox(7, rules(false, null, "Fechado"));

        assertThat(awayMessage.judge(inbox, text(7, "A", receivedAt))).isEqualTo(away ? AWAY : Verdict.PASS);
    }

    @Test
    void isThereUntilTheEndOfADayThatClosesThen() {
        Instant lastMoment = Instant.parse("2025-10-21T02:59:59.999999999Z");
        InboxRules untilMidnight = hours(new OpeningHours(DayOfWeek.MONDAY, LocalTime.MIN, LocalTime.MAX));

        assertThat(awayMessage.judge(inbox(7, untilMidnight), text(7, "A", lastMoment)))
                .isEqualTo(Verdict.PASS);
        assertThat(awayMessage.judge(inbox(7, untilMidnight), text(7, "A", lastMoment.plusNanos(1))))
                .isEqualTo(AWAY);
    }

    @Test
    void isNotThereOnHolidays() {
        InboxRules everyDay = new InboxRules(
                false,
                null,
                true,
                "Fechado",
                ZoneId.of("UTC"),
                Arrays.stream(DayOfWeek.values())
                        .map(day -> new OpeningHours(day, LocalTime.MIN, LocalTime.MAX))
                        .toList(),
                List.of(
                        new Holiday(LocalDate.of(2020, 12, 25), "Natal", true),
                        new Holiday(LocalDate.of(2025, 10, 21), null, false)));

        assertThat(awayMessage.judge(inbox(7, everyDay), text(7, "A", Instant.parse("2025-12-25T10:00:00Z"))))
                .isEqualTo(AWAY);
        assertThat(awayMessage.judge(inbox(7, everyDay), text(7, "A", Instant.parse("2025-10-21T10:00:00Z"))))
                .isEqualTo(AWAY);
        assertThat(awayMessage.judge(inbox(7, everyDay), text(7, "A", Instant.parse("2026-10-21T10:00:00Z"))))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void isNeverThereWithoutAnyHours() {
        assertThat(awayMessage.judge(inbox(7, hours()), text(7, "A"))).isEqualTo(AWAY);
    }

    @Test
    void isAlwaysThereWhereNoHoursAreKept() {
        InboxRules notKept = new InboxRules(false, null, false, "Fechado", ZoneId.of("UTC"), List.of());

        assertThat(awayMessage.judge(inbox(7, notKept), text(7, "A"))).isEqualTo(Verdict.PASS);
    }

    private static InboxRules hours(OpeningHours... blocks) {
        return new InboxRules(false, null, true, "Fechado", ZoneId.of("America/Sao_Paulo"), List.of(blocks));
    }

    private static Inbound incoming(Party contact, MessageContent content) {
        return message(7, contact, Direction.INCOMING, "A", content, MONDAY_MORNING, MONDAY_MORNING);
    }
}

package io.parley.store.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.InboxId;
import io.parley.contract.message.MessageView;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.report.LiveOverview.Load;
import io.parley.store.report.Reports.Dimension;
import io.parley.store.report.Reports.Point;
import io.parley.store.report.Reports.Range;
import io.parley.store.report.Reports.Scope;
import io.parley.store.report.Reports.Step;
import io.parley.store.report.Reports.Totals;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ReportsIT extends ApiIntegration {

    @Autowired
    private Reports reports;

    @Autowired
    private CountReports countReports;

    @Test
    void countsWhatHappensInTheHubOnce() {
        InboxId inbox = anInbox(Channel.API);
        ConversationView conversation = aConversation(inbox);
        await(conversations.assign(administrator, conversation.displayId(), administrator.agentId()));
        await(conversations.setLabels(administrator, conversation.displayId(), List.of("vip")));
        aReply(conversation, "first");
        aReply(conversation, "second");
        await(messages.create(administrator, conversation.displayId(), aNote("not a reply")));
        await(conversations.changeStatus(administrator, conversation.displayId(), ConversationStatus.RESOLVED, null));

        eventually(() -> {
            Totals totals = today(new Scope(Dimension.ACCOUNT, account.toString()));
            assertThat(totals.conversations()).isEqualTo(1);
            assertThat(totals.outgoingMessages()).isEqualTo(2);
            assertThat(totals.firstResponses()).isEqualTo(1);
            assertThat(totals.resolutions()).isEqualTo(1);
        });
        assertThat(today(new Scope(Dimension.INBOX, inbox.toString())).outgoingMessages())
                .isEqualTo(2);
        assertThat(today(new Scope(Dimension.AGENT, administrator.agentId().toString()))
                        .conversations())
                .isEqualTo(1);
        assertThat(today(new Scope(Dimension.LABEL, "vip")).conversations()).isEqualTo(1);
        assertThat(today(new Scope(Dimension.LABEL, "vip")).resolutions()).isEqualTo(1);
    }

    @Test
    void countsAnEventThatComesAgainNothingMore() {
        InboxId inbox = anInbox(Channel.API);
        ConversationView conversation = aConversation(inbox);
        MessageView reply = aReply(conversation, "hello");
        HubEvent event = new HubEvent(
                "report-" + reply.id(),
                account,
                inbox,
                reply.createdAt(),
                new EventBody.MessageCreated(reply, conversation.withoutLastMessage()));
        eventually(() -> assertThat(today(inInbox(inbox)).outgoingMessages()).isEqualTo(1));

        count(event);
        count(event, event);

        assertThat(today(inInbox(inbox)).outgoingMessages()).isEqualTo(2);
    }

    @Test
    void measuresResolutionByTheClockAndByBusinessHours() {
        InboxId inbox = anInbox(Channel.API);
        sql("""
                UPDATE inboxes SET business_hours_enabled = true, time_zone = 'UTC',
                       business_hours = '[{"day":"MONDAY","opens":"09:00:00","closes":"12:00:00"},
                                          {"day":"MONDAY","opens":"13:00:00","closes":"17:00:00"}]'
                 WHERE id = """ + " " + inbox);
        ConversationView conversation = aConversation(inbox);
        // a Monday
        sql("UPDATE conversations SET created_at = '2026-01-05T08:00:00Z', status = 'resolved' WHERE id = "
                + conversation.id());
        ConversationView resolved = await(conversations.find(administrator, conversation.displayId()));
        Instant at = Instant.parse("2026-01-05T14:00:00Z");

        count(new HubEvent(
                "resolution-" + conversation.id(),
                account,
                inbox,
                at,
                new EventBody.ConversationUpdated(resolved, Set.of(Change.STATUS))));

        Totals totals = await(reports.totals(
                administrator,
                inInbox(inbox),
                new Range(Instant.parse("2026-01-05T00:00:00Z"), Instant.parse("2026-01-06T00:00:00Z"))));
        assertThat(totals.averageResolution(false))
                .isEqualTo(Duration.ofHours(6).toSeconds());
        assertThat(totals.averageResolution(true)).isEqualTo(Duration.ofHours(4).toSeconds());
    }

    @Test
    void givesAPointForEachStepInTheZoneAskedFor() {
        sql("""
                INSERT INTO report_hours (account_id, dimension, subject, hour, incoming_messages)
                VALUES (%1$s, 'account', '%1$s', '2026-03-01T02:00:00Z', 3),
                       (%1$s, 'account', '%1$s', '2026-03-01T04:00:00Z', 4),
                       (%1$s, 'account', '%1$s', '2026-03-03T12:00:00Z', 5)""".formatted(account));
        Range range = new Range(Instant.parse("2026-03-01T03:00:00Z"), Instant.parse("2026-03-04T03:00:00Z"));

        List<Point> days = await(reports.series(
                administrator,
                new Scope(Dimension.ACCOUNT, account.toString()),
                range,
                Step.DAY,
                ZoneOffset.ofHours(-3)));

        assertThat(days)
                .extracting(it -> it.at().toString(), it -> it.totals().incomingMessages())
                .containsExactly(
                        tuple("2026-03-01T03:00:00Z", 4L),
                        tuple("2026-03-02T03:00:00Z", 0L),
                        tuple("2026-03-03T03:00:00Z", 5L));
        assertThat(await(reports.totals(
                                administrator, new Scope(Dimension.ACCOUNT, account.toString()), range.previous()))
                        .incomingMessages())
                .isEqualTo(3);
        assertThat(await(reports.bySubject(administrator, Dimension.ACCOUNT, range)))
                .containsOnlyKeys(account.toString());
    }

    @Test
    void reportsToAdministratorsOnly() {
        Viewer member = aMemberOf(anInbox(Channel.API));

        assertThat(failureOf(reports.totals(member, new Scope(Dimension.ACCOUNT, account.toString()), lastDay())))
                .isInstanceOf(StoreFailure.NotAllowed.class);
        assertThat(failureOf(reports.bySubject(member, Dimension.AGENT, lastDay())))
                .isInstanceOf(StoreFailure.NotAllowed.class);
    }

    @Test
    void showsHowThingsStandInVisibleInboxes() {
        InboxId inbox = anInbox(Channel.API);
        Viewer member = aMemberOf(inbox);
        Viewer stranger = aMemberOf(anInbox(Channel.API));
        ConversationView waiting = aConversation(inbox);
        anIncomingMessage(waiting, "hello?", "w" + waiting.id());
        aConversation(inbox);
        await(conversations.assign(administrator, waiting.displayId(), member.agentId()));

        LiveOverview.Standing standing = await(live.standing(member, null, null));

        assertThat(standing.open()).isEqualTo(2);
        assertThat(standing.unassigned()).isEqualTo(1);
        assertThat(standing.unattended()).isEqualTo(1);
        assertThat(await(live.standing(stranger, null, null))).isEqualTo(new LiveOverview.Standing(0, 0, 0, 0, 0));
        assertThat(await(live.byAgent(member, null)))
                .contains(new Load(member.agentId().value(), 1, 1, 0), new Load(0, 1, 0, 0));
        assertThat(await(live.byAgent(stranger, null))).isEmpty();
        assertThat(await(live.byTeam(member))).containsExactly(new Load(0, 2, 1, 0));
    }

    private Totals today(Scope scope) {
        return await(reports.totals(administrator, scope, lastDay()));
    }

    private static Range lastDay() {
        Instant now = Instant.now();
        return new Range(now.minus(1, ChronoUnit.DAYS), now.plus(1, ChronoUnit.HOURS));
    }

    private static Scope inInbox(InboxId inbox) {
        return new Scope(Dimension.INBOX, inbox.toString());
    }

    private void count(HubEvent... events) {
        countReports.count(List.of(events)).as(transaction::transactional).block(LIMIT);
    }
}

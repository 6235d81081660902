package io.parley.store.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.event.EventBody.ContactUpdated;
import io.parley.contract.id.InboxId;
import io.parley.store.ApiIntegration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

class NameGroupsIT extends ApiIntegration {

    @Autowired
    private DatabaseClient database;

    @Autowired
    private ContactViews views;

    @Autowired
    private ContactEvents events;

    private final List<String> asked = new ArrayList<>();
    private Mono<String> answer = Mono.just("Neighbours");
    private Instant now = Instant.parse("2026-01-05T09:00:00Z");
    private final InstantSource time = () -> now;

    @Test
    void namesAGroupByItsSubjectAndTellsOfIt() {
        InboxId inbox = anInbox(Channel.WHATSAPP);
        String number = aNumber();
        int group = aGroup(inbox, number, number);

        round(groups());

        assertThat(nameOf(group)).isEqualTo("Neighbours");
        assertThat(asked).contains(inbox + " " + number + "@g.us");
        assertThat(events())
                .singleElement()
                .isInstanceOfSatisfying(
                        ContactUpdated.class,
                        it -> assertThat(it.contact().name()).isEqualTo("Neighbours"));
    }

    @Test
    void leavesNamesAndPeopleAlone() {
        InboxId inbox = anInbox(Channel.WHATSAPP);
        int named = aGroup(inbox, aNumber(), "2024");
        int person = aGroup(inbox, aNumber(), "5511988887777");

        round(groups());

        assertThat(nameOf(named)).isEqualTo("2024");
        assertThat(nameOf(person)).isEqualTo("5511988887777");
    }

    @Test
    void asksAgainAfterAWhileWhenThereWasNoAnswer() {
        InboxId inbox = anInbox(Channel.WHATSAPP);
        String number = aNumber();
        int group = aGroup(inbox, number, number);
        answer = Mono.error(new IllegalStateException("the provider is away"));
        NameGroups groups = groups();

        round(groups);
        answer = Mono.just("Neighbours");
        round(groups);
        assertThat(nameOf(group)).isEqualTo(number);
        now = now.plus(Duration.ofMinutes(11));
        round(groups);

        assertThat(nameOf(group)).isEqualTo("Neighbours");
    }

    private void round(NameGroups groups) {
        await(groups.name().thenReturn(true));
    }

    private NameGroups groups() {
        return new NameGroups(database, transaction, this::find, views, events, time.withZone(ZoneOffset.UTC));
    }

    private Mono<String> find(InboxId inbox, String address) {
        asked.add(inbox + " " + address);
        return answer;
    }

    private static String aNumber() {
        return "120363"
                + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000_000_000L + 1_000_000_000_000L);
    }

    private int aGroup(InboxId inbox, String number, String name) {
        int contact = id("INSERT INTO contacts (account_id, name, is_group) VALUES (%s, '%s', true) RETURNING id"
                .formatted(account, name));
        id(
                "INSERT INTO contact_inboxes (contact_id, inbox_id, source_id, reply_to) VALUES (%d, %s, '%s', '%s@g.us') RETURNING id"
                        .formatted(contact, inbox, number, number));
        return contact;
    }

    private String nameOf(int contact) {
        return rows("SELECT name FROM contacts WHERE id = " + contact)
                .get(0)
                .get("name")
                .toString();
    }
}

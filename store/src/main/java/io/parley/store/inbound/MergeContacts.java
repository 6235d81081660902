package io.parley.store.inbound;

import io.parley.contract.id.ContactId;
import io.parley.store.Columns;
import io.parley.store.contact.JoinContacts;
import io.parley.store.contact.JoinContacts.Emptied;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes one contact of two that turned out to be one: WhatsApp names a person by LID, then by phone, and at last by
 * both.
 */
@Component
class MergeContacts {

    private static final String FILL = """
            UPDATE contacts AS ct
               SET name = :name, email = coalesce(ct.email, :email), phone = coalesce(ct.phone, :phone),
                   identifier = coalesce(ct.identifier, :identifier), picture_url = coalesce(ct.picture_url, :picture)
             WHERE ct.id = :kept
            RETURNING """ + " " + ContactRow.COLUMNS;

    private final DatabaseClient database;
    private final JoinContacts join;

    MergeContacts(DatabaseClient database, JoinContacts join) {
        this.database = database;
        this.join = join;
    }

    /** Leaves every person of the batch with one contact at most. */
    Mono<Void> mergeAll(InboundBatch batch) {
        return Flux.fromIterable(batch.people.all())
                .filter(person -> person.contact().isPresent())
                .concatMap(person -> Flux.fromIterable(person.others())
                        .concatMap(gone -> merge(batch, person, person.contact().orElseThrow(), gone)))
                .then();
    }

    private Mono<Void> merge(InboundBatch batch, Person person, ContactRow kept, ContactRow gone) {
        return join.join(kept.id(), gone.id())
                .flatMap(emptied ->
                        fill(person, kept, gone).doOnNext(row -> remember(batch, person, row, gone, emptied)))
                .then();
    }

    /** Once the other row is gone, what is unique is free. */
    private Mono<ContactRow> fill(Person person, ContactRow kept, ContactRow gone) {
        String name =
                person.isPlaceholder(kept.name()) && !person.isPlaceholder(gone.name()) ? gone.name() : kept.name();
        GenericExecuteSpec statement =
                database.sql(FILL).bind("kept", kept.id()).bind("name", name);
        statement = bindText(statement, "email", gone.email());
        statement = bindText(statement, "phone", gone.phone());
        statement = bindText(statement, "identifier", gone.identifier());
        statement = bindText(statement, "picture", gone.pictureUrl());
        return statement.map(row -> ContactRow.of(new Columns(row))).one();
    }

    private static GenericExecuteSpec bindText(GenericExecuteSpec statement, String name, @Nullable String value) {
        return value == null ? statement.bindNull(name, String.class) : statement.bind(name, value);
    }

    private static void remember(
            InboundBatch batch, Person person, ContactRow merged, ContactRow gone, List<Emptied> emptied) {
        person.merged(merged, gone);
        batch.merges.add(new InboundBatch.Merge(
                new ContactId(merged.id()),
                new ContactId(gone.id()),
                emptied.stream().map(Emptied::id).toList(),
                emptied.stream().map(Emptied::into).toList()));
    }
}

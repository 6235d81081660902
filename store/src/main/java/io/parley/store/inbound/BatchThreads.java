package io.parley.store.inbound;

import io.parley.contract.contact.Party;
import io.parley.contract.email.ReceivedEmail;
import io.parley.store.email.MailSubject;
import io.parley.store.inbound.JoinThreads.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives the mails of one batch their threads: those that are there already, those that earlier mails of the batch
 * begin, new ones. New threads have numbers below zero, in the order they begin, until they are conversations.
 */
final class BatchThreads {

    private final List<Arrival> mails;
    private final Map<Integer, List<Found>> found;
    private final Map<String, MailThread> byMailId = new HashMap<>();
    private final Map<String, MailThread> bySenderAndSubject = new HashMap<>();
    private final Set<Integer> bySubject;
    private int begun = Integer.MIN_VALUE;

    /**
     * @param found for each mail, by its place in the list, the conversations it may belong to, the best first
     * @param bySubject the inboxes where sender and subject make a thread
     */
    BatchThreads(List<Arrival> mails, Map<Integer, List<Found>> found, Set<Integer> bySubject) {
        this.mails = mails;
        this.found = found;
        this.bySubject = bySubject;
    }

    List<Arrival> joined() {
        List<Arrival> joined = new ArrayList<>();
        for (int mail = 0; mail < mails.size(); mail++) {
            Arrival arrival = mails.get(mail);
            List<Found> candidates = found.getOrDefault(mail, List.of());
            MailThread thread = threadOf(arrival, candidates);
            idsOf(arrival).forEach(id -> byMailId.putIfAbsent(key(arrival, id), thread));
            bySenderAndSubject.put(senderAndSubject(arrival), thread);
            joined.add(arrival.inThread(
                    thread.number(),
                    thread.contact(),
                    isOf(arrival, thread, candidates),
                    candidates.stream().anyMatch(Found::isOwnId)));
        }
        return joined;
    }

    private MailThread threadOf(Arrival arrival, List<Found> candidates) {
        String subject = arrival.subjectKey();
        return candidates.stream()
                .filter(it -> it.isOfSubject(subject))
                .findFirst()
                .map(MailThread::of)
                .or(() -> idsOf(arrival)
                        .map(id -> byMailId.get(key(arrival, id)))
                        .filter(it -> it != null && MailSubject.same(it.subjectKey(), subject))
                        .findFirst())
                .or(() -> sameSubject(arrival))
                .orElseGet(
                        () -> new MailThread(++begun, subject, arrival.message().contact()));
    }

    private Optional<MailThread> sameSubject(Arrival arrival) {
        return bySubject.contains(arrival.inbox()) && !arrival.subjectKey().isEmpty()
                ? Optional.ofNullable(bySenderAndSubject.get(senderAndSubject(arrival)))
                : Optional.empty();
    }

    /** Whether the mail's sender is the thread's contact. */
    private static boolean isOf(Arrival arrival, MailThread thread, List<Found> candidates) {
        return candidates.stream()
                .filter(it -> it.conversation() == thread.number())
                .findFirst()
                .map(Found::isContact)
                .orElseGet(() -> arrival.message()
                        .contact()
                        .firstAddress()
                        .equals(thread.contact().firstAddress()));
    }

    private static Stream<String> idsOf(Arrival arrival) {
        ReceivedEmail email = Objects.requireNonNull(arrival.email());
        return Stream.concat(Stream.of(email.inReplyTo(), email.messageId()), email.references().reversed().stream())
                .filter(Objects::nonNull)
                .distinct();
    }

    private static String key(Arrival arrival, String mailId) {
        return arrival.inbox() + " " + mailId;
    }

    private static String senderAndSubject(Arrival arrival) {
        return arrival.inbox() + " " + arrival.contact().value() + " " + arrival.subjectKey();
    }

    /** @param number the conversation's id, or below zero when it is to be made */
    private record MailThread(int number, String subjectKey, Party contact) {
        static MailThread of(Found found) {
            String replyTo =
                    Objects.requireNonNullElse(found.replyTo(), found.contact().value());
            return new MailThread(
                    found.conversation(), found.subjectKey(), new Party(List.of(found.contact()), replyTo, null, null));
        }
    }
}

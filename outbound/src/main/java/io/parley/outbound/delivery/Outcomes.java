package io.parley.outbound.delivery;

import io.parley.contract.delivery.Delivery;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.delivery.PartResult.Deferred;
import io.parley.outbound.delivery.PartResult.Failed;
import io.parley.outbound.delivery.PartResult.Sent;
import io.parley.outbound.delivery.PartResult.Unknown;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Sums up the parts' results as the message's: the first part that did not go through decides. */
final class Outcomes {

    private Outcomes() {}

    /** @param results of the parts in order, up to and with the first that is not sent; never empty */
    static Delivery sumUp(Outbound.Send message, int parts, List<PartResult> results, Instant at) {
        PartResult last = results.get(results.size() - 1);
        return switch (last) {
            case Sent all -> sent(message, results, at);
            case Failed failed ->
                new Delivery.Failed(
                        message.inboxId(),
                        message.messageId(),
                        message.attempt(),
                        explain(failed.reason(), results.size(), parts),
                        at,
                        sentIds(results));
            case Deferred deferred ->
                new Delivery.Deferred(
                        message.inboxId(),
                        message.messageId(),
                        message.attempt(),
                        deferred.until(),
                        deferred.reason(),
                        at,
                        sentIds(results));
            case Unknown unknown ->
                new Delivery.Unknown(
                        message.inboxId(),
                        message.messageId(),
                        message.attempt(),
                        explain(unknown.reason(), results.size(), parts),
                        at,
                        sentIds(results));
        };
    }

    /** As in metrics and event ids. */
    static String nameOf(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Sent sent -> "sent";
            case Delivery.Failed failed -> "failed";
            case Delivery.Deferred deferred -> "deferred";
            case Delivery.Unknown unknown -> "unknown";
            case Delivery.Receipt receipt -> "receipt";
        };
    }

    private static Delivery sent(Outbound.Send message, List<PartResult> results, Instant at) {
        return new Delivery.Sent(
                message.inboxId(),
                message.messageId(),
                message.attempt(),
                sentIds(results),
                results.stream()
                        .map(Sent.class::cast)
                        .map(Sent::address)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                at);
    }

    private static List<String> sentIds(List<PartResult> results) {
        return results.stream()
                .filter(Sent.class::isInstance)
                .map(Sent.class::cast)
                .map(Sent::sourceId)
                .toList();
    }

    private static String explain(String reason, int part, int parts) {
        return part == 1 ? reason : "%s (part %d of %d; those before it were sent)".formatted(reason, part, parts);
    }
}

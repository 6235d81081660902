package io.parley.outbound.delivery;

import io.parley.contract.Channel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.channel.ChannelSender;
import io.parley.outbound.channel.OutgoingPart;
import io.parley.outbound.channel.SendOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A provider that writes down what it is asked and answers what the test says; by default it takes everything. */
final class ScriptedSender implements ChannelSender {

    /** {@code <message>.<attempt>.<part>} of every call that sends, as it begins. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    final List<Outbound> side = new CopyOnWriteArrayList<>();
    final Queue<Mono<Void>> sideAnswers = new ConcurrentLinkedQueue<>();

    /** What the provider's history says, whatever is looked for. */
    Flux<SendOutcome.Sent> history = Flux.empty();

    final List<Instant> lookedSince = new CopyOnWriteArrayList<>();

    private Function<OutgoingPart, Mono<SendOutcome>> answers =
            part -> Mono.just(new SendOutcome.Sent("id-" + nameOf(part), null));

    void answer(Function<OutgoingPart, Mono<SendOutcome>> script) {
        answers = script;
    }

    static String nameOf(OutgoingPart part) {
        return part.message().messageId() + "." + part.message().attempt() + "." + part.index();
    }

    @Override
    public Channel channel() {
        return Channel.WHATSAPP;
    }

    @Override
    public Mono<SendOutcome> send(InboxConfig inbox, OutgoingPart part) {
        return Mono.defer(() -> {
            calls.add(nameOf(part));
            return answers.apply(part);
        });
    }

    @Override
    public Flux<SendOutcome.Sent> findSent(InboxConfig inbox, OutgoingPart part, Instant since) {
        lookedSince.add(since);
        return history;
    }

    @Override
    public Mono<Void> delete(InboxConfig inbox, Outbound.Delete delete) {
        return side(delete);
    }

    @Override
    public Mono<Void> markRead(InboxConfig inbox, Outbound.MarkRead markRead) {
        return side(markRead);
    }

    private Mono<Void> side(Outbound what) {
        return Mono.defer(() -> {
            side.add(what);
            Mono<Void> answer = sideAnswers.poll();
            return answer == null ? Mono.empty() : answer;
        });
    }
}

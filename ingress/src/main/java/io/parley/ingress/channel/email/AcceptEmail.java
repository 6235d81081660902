package io.parley.ingress.channel.email;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.inbox.InboxConfig;
import io.parley.ingress.channel.ParsedInbound;
import io.parley.ingress.channel.PublishInbound;
import io.parley.ingress.channel.email.ReadMail.Bounce;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Turns one mail into an inbound event that Kafka has acknowledged, whatever the way it came. Safe to repeat: the same
 * mail, the same id.
 */
@Component
public class AcceptEmail implements DisposableBean {

    private static final String UNREADABLE = "Parts of this e-mail could not be read. It is attached as it came.";

    private final KeepMailFiles files;
    private final SenderRate rate;
    private final PublishInbound publish;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Scheduler readers;

    AcceptEmail(
            KeepMailFiles files,
            SenderRate rate,
            PublishInbound publish,
            EmailProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.files = files;
        this.rate = rate;
        this.publish = publish;
        this.meters = meters;
        this.clock = clock;
        this.readers = Schedulers.newBoundedElastic(properties.readers(), Integer.MAX_VALUE, "mail-reader");
    }

    /** Completes once the broker has what the mail comes to. */
    public Mono<Void> accept(InboxConfig inbox, Callable<byte[]> mail) {
        EmailParser parser = new EmailParser(inbox, clock.instant());
        return Mono.fromCallable(() -> {
                    byte[] raw = mail.call();
                    return new Taken(MailReader.read(raw), raw);
                })
                .subscribeOn(readers)
                .publishOn(Schedulers.parallel()) // waiting for a broker that is away must not hold the readers
                .flatMap(taken -> accept(parser, inbox, taken));
    }

    /**
     * The same for a mail of which only the headers are here.
     *
     * @param notice why, in words for agents
     */
    Mono<Void> acceptHeaders(InboxConfig inbox, byte[] headers, String notice) {
        EmailParser parser = new EmailParser(inbox, clock.instant());
        count("headers_only");
        return Mono.fromCallable(() -> MailReader.read(headers))
                .subscribeOn(readers)
                .flatMap(mail -> publish.publish(List.of(
                        parser.message(mail, KeptFiles.NONE, mail.headers().automatic(), notice))));
    }

    private Mono<Void> accept(EmailParser parser, InboxConfig inbox, Taken taken) {
        ReadMail mail = taken.mail();
        Bounce bounce = mail.bounce();
        if (parser.isOwnEcho(mail)) {
            count("own_mail");
            return Mono.empty();
        }
        if (bounce != null) {
            count("bounce");
            return publish.publish(List.of(parser.parsedReceipt(mail, bounce)));
        }
        count(mail.complete() ? "read" : "unreadable");
        return rate.isTooMany(inbox.id(), parser.senderOf(mail))
                .zipWith(files.keep(mail, taken.raw()))
                .map(both -> message(parser, mail, both.getT2(), both.getT1()))
                .flatMap(message -> publish.publish(List.of(message)));
    }

    private static ParsedInbound message(EmailParser parser, ReadMail mail, KeptFiles files, boolean tooMany) {
        return parser.message(mail, files, mail.headers().automatic() || tooMany, mail.complete() ? "" : UNREADABLE);
    }

    private void count(String outcome) {
        meters.counter("parley.mails", "outcome", outcome).increment();
    }

    @Override
    public void destroy() {
        readers.dispose();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Taken(ReadMail mail, byte[] raw) {}
}

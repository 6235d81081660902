package io.parley.ingress.channel.email;

import io.parley.contract.email.EmailAddress;
import io.parley.ingress.channel.email.ReadMail.MailHeaders;
import jakarta.mail.internet.MailDateFormat;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a mail. Whatever stands in them, it answers. */
final class HeaderReader {

    private static final int MAX_REFERENCES = 50;
    private static final int MAX_SUBJECT = 998;
    private static final int MAX_ADDRESSES = 100;
    private static final Pattern MESSAGE_ID = Pattern.compile("<\\s*([^<>\\s]{1,900})\\s*>");
    private static final Pattern BARE_ID = Pattern.compile("^\\s*([^<>\\s]{1,900}@[^<>\\s]{1,250})\\s*$");
    private static final Set<String> MACHINES = Set.of(
            "mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce", "bounces");
    private static final Set<String> BULK = Set.of("bulk", "junk", "list", "auto_reply");

    private final Function<String, String @Nullable []> headers;

    /** @param headers all values of a header by its name, unfolded or not; null or empty when there are none */
    HeaderReader(Function<String, String @Nullable []> headers) {
        this.headers = headers;
    }

    MailHeaders read() {
        List<EmailAddress> from = addresses("From");
        List<EmailAddress> sender = addresses("Sender");
        List<EmailAddress> replyTo = addresses("Reply-To");
        EmailAddress writer = Stream.of(from, sender, replyTo, addresses("Return-Path"))
                .flatMap(List::stream)
                .findFirst()
                .orElse(null);
        String messageId = ids("Message-ID").stream().findFirst().orElse(null);
        String inReplyTo = ids("In-Reply-To").stream().findFirst().orElse(null);
        return new MailHeaders(
                messageId,
                inReplyTo,
                references(inReplyTo),
                subject(),
                writer,
                addresses("To"),
                addresses("Cc"),
                addresses("Bcc"),
                replyTo,
                Stream.of("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To")
                        .flatMap(name -> addresses(name).stream())
                        .map(EmailAddress::address)
                        .distinct()
                        .toList(),
                date(),
                isAutomatic(writer));
    }

    private @Nullable String subject() {
        String subject = MailText.line(EncodedWords.decode(first("Subject")));
        return subject.isEmpty() ? null : subject.substring(0, Math.min(MAX_SUBJECT, subject.length()));
    }

    /** The oldest and the youngest matter most where there are too many. */
    private List<String> references(@Nullable String inReplyTo) {
        List<String> all = new ArrayList<>(ids("References"));
        all.removeIf(it -> it.equals(inReplyTo));
        if (all.size() <= MAX_REFERENCES) {
            return all;
        }
        List<String> some = new ArrayList<>(all.subList(0, 1));
        some.addAll(all.subList(all.size() - MAX_REFERENCES + 1, all.size()));
        return some;
    }

    private Set<String> ids(String name) {
        Set<String> ids = new LinkedHashSet<>();
        for (String value : values(name)) {
            Matcher matcher = MESSAGE_ID.matcher(value);
            while (matcher.find()) {
                ids.add(MailText.line(matcher.group(1)));
            }
            Matcher bare = BARE_ID.matcher(value);
            if (ids.isEmpty() && bare.matches()) {
                ids.add(MailText.line(bare.group(1)));
            }
        }
        ids.remove("");
        return ids;
    }

    private List<EmailAddress> addresses(String name) {
        return values(name).stream()
                .flatMap(value -> MailAddresses.parse(value).stream())
                .limit(MAX_ADDRESSES)
                .toList();
    }

    private @Nullable Instant date() {
        try {
            String date = first("Date");
            return date.isBlank() ? null : new MailDateFormat().parse(date).toInstant();
        } catch (ParseException | RuntimeException e) {
            return null;
        }
    }

    private boolean isAutomatic(@Nullable EmailAddress writer) {
        String submitted = first("Auto-Submitted").strip().toLowerCase(Locale.ROOT);
        return (!submitted.isEmpty() && !submitted.startsWith("no"))
                || BULK.contains(first("Precedence").strip().toLowerCase(Locale.ROOT))
                || Stream.of(
                                "X-Autoreply",
                                "X-Autorespond",
                                "X-Auto-Response-Suppress",
                                "List-Id",
                                "List-Unsubscribe",
                                "X-Mailer-Daemon",
                                "X-Failed-Recipients",
                                "Feedback-ID",
                                "X-Loop")
                        .anyMatch(name -> !values(name).isEmpty())
                || first("Return-Path").strip().equals("<>")
                || first("Content-Type").strip().toLowerCase(Locale.ROOT).startsWith("multipart/report")
                || (writer != null && isMachine(writer.address()));
    }

    private static boolean isMachine(String address) {
        String local = address.replaceFirst("[@+].*$", "").toLowerCase(Locale.ROOT);
        return MACHINES.contains(local);
    }

    private String first(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? "" : values.getFirst();
    }

    private List<String> values(String name) {
        String[] values = headers.apply(name);
        return values == null
                ? List.of()
                : Arrays.stream(values).map(MailText::header).toList();
    }
}

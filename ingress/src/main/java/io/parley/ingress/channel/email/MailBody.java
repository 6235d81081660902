package io.parley.ingress.channel.email;

import io.parley.ingress.channel.email.MailParts.Text;
import io.parley.ingress.channel.email.ReadMail.MailFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says: its words without what it quotes, the same as HTML, and its files. Words that are too many for a
 * message are cut, and stand whole in a file.
 */
record MailBody(
        String text, @Nullable String quoted, @Nullable String html, List<MailFile> files) {

    /** Of a message and of what it quotes, together below what a message may hold. */
    private static final int MAX_TEXT = 100_000;

    private static final int MAX_QUOTED = 40_000;

    static MailBody of(MailParts parts) {
        List<MailFile> files = new ArrayList<>(parts.files());
        String source = joined(parts.html(), "<hr>");
        MailHtml html = source.isBlank() ? null : new MailHtml(source);
        String plain = joined(parts.plain(), "\n\n");
        QuotedText words = plain.isBlank() && html != null ? html.text() : QuotedText.of(plain);
        if (words.text().length() > MAX_TEXT) {
            files.add(new MailFile(
                    "message.txt",
                    "text/plain; charset=utf-8",
                    null,
                    words.text().getBytes(StandardCharsets.UTF_8)));
        }
        String sanitised = html == null ? "" : html.sanitised();
        return new MailBody(
                MailText.cut(words.text(), MAX_TEXT),
                words.quoted() == null ? null : MailText.cut(words.quoted(), MAX_QUOTED),
                sanitised.isBlank() ? null : sanitised,
                files);
    }

    private static String joined(List<Text> texts, String between) {
        return texts.stream().map(Text::content).filter(it -> !it.isBlank()).collect(Collectors.joining(between));
    }
}

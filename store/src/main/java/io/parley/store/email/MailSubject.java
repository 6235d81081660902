package io.parley.store.email;

import io.parley.contract.email.OutgoingEmail;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is the same of a subject in all mails of a thread. */
public final class MailSubject {

    private static final int MAX_KEY = 200;

    /** Shorter ones are found in anything. */
    private static final int MIN_CONTAINED = 4;

    private static final Pattern PREFIX = Pattern.compile("^(?:\\s|\\[[^\\]]{0,60}\\]|"
            + "(?:re|fw|fwd|aw|wg|enc|res|rv|sv|vs|vb|antw|doorst|tr|réf|ref|rif|ynt|odp|pd|hl|回复|答复|转发|返信)"
            + "(?:\\s?[\\[(]?\\d{1,3}[\\])]?)?\\s*[:：]|"
            + "(?:automatic reply|auto(?:matische)?[ -]?(?:reply|antwort)|out of office|resposta automática|"
            + "respuesta automática|abwesenheitsnotiz|réponse automatique)\\s*:)+");

    private MailSubject() {}

    /** Lower case, without prefixes, tags in brackets and runs of blanks; empty when nothing is left. */
    public static String key(@Nullable String subject) {
        if (subject == null) {
            return "";
        }
        String lower = subject.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
        String bare = PREFIX.matcher(lower).replaceFirst("").strip();
        return bare.substring(0, Math.min(MAX_KEY, bare.length()));
    }

    /** Whether two keys speak of one thing: equal, or one was only added to. No subject says nothing. */
    public static boolean same(String one, String other) {
        return one.isEmpty()
                || other.isEmpty()
                || one.equals(other)
                || (one.length() >= MIN_CONTAINED && other.contains(one))
                || (other.length() >= MIN_CONTAINED && one.contains(other));
    }

    /** The subject of an answer; {@link OutgoingEmail} wants one line. */
    public static String answer(String subject) {
        String line = subject.replaceAll("\\s+", " ").strip();
        return line.toLowerCase(Locale.ROOT).startsWith("re:") ? line : "Re: " + line;
    }
}

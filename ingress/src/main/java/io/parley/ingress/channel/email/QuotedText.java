package io.parley.ingress.channel.email;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote, and the earlier mail below it. Only a tail is folded: an answer between the lines of a quote
 * stays with them, and so does a forwarded mail, which is what the sender wants to show.
 *
 * @param text what was written
 * @param quoted what was folded away; absent when nothing was
 */
record QuotedText(String text, @Nullable String quoted) {

    private static final int MAX_LINES = 20_000;

    /** “On Tue, 3 Jun 2025 at 10:00, Ana <ana@example.org> wrote:”, in the languages people meet, maybe wrapped. */
    private static final Pattern ATTRIBUTION = Pattern.compile(
            "^\\s*(?:On|Em|El|Am|Le|Il|Op|Den|W dniu|Dnia|No dia|Na|Pe|Vào)\\b.{4,400}?"
                    + "(?:wrote|escreveu|escribi[oó]|schrieb(?:\\s.{0,120})?|a [eé]crit|ha scritto|schreef(?:\\s.{0,120})?|skrev|"
                    + "napisa[lł](?:\\(a\\))?|scris|viết)\\s*:?\\s*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern DASHES = Pattern.compile(
            "^\\s*[-_]{2,}\\s*(?:Original Message|Original Appointment|Mensagem original|Mensaje original|"
                    + "Urspr(?:ü|ue)ngliche Nachricht|Message d'origine|Messaggio originale|Oorspronkelijk bericht)\\s*[-_]{2,}\\s*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern RULE = Pattern.compile("^\\s*_{20,}\\s*$");

    private static final Pattern HEADER_FROM =
            Pattern.compile("^\\s*\\*?(?:From|De|Von|Da|Van|Från|Fra|Od)\\s*:\\*?\\s+\\S.*$");

    private static final Pattern HEADER_OTHER = Pattern.compile(
            "^\\s*\\*?(?:Sent|Date|To|Subject|Cc|Enviad[oa](?: em| el)?|Data|Fecha|Para|Assunto|Asunto|Gesendet|Datum|An|"
                    + "Betreff|Envoyé|Date|À|Objet|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp)\\s*:\\*?.*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    static QuotedText of(String whole) {
        String[] lines = whole.split("\n", MAX_LINES);
        int from = tail(lines);
        if (from < 0) {
            return new QuotedText(whole.strip(), null);
        }
        String text = join(lines, 0, from).strip();
        String quoted = join(lines, from, lines.length).strip();
        return text.isEmpty() || quoted.isEmpty() ? new QuotedText(whole.strip(), null) : new QuotedText(text, quoted);
    }

    /** Where the tail begins; negative when there is none. */
    private static int tail(String[] lines) {
        for (int i = 0; i < lines.length; i++) {
            int marker = attribution(lines, i);
            if (marker > 0 && isQuoteToTheEnd(lines, i + marker)) {
                return i;
            }
            if (DASHES.matcher(lines[i]).matches() || isOutlookHeader(lines, i)) {
                return i;
            }
            if (lines[i].startsWith(">") && isQuoteToTheEnd(lines, i)) {
                return i;
            }
        }
        return -1;
    }

    /** How many lines an attribution takes up here: one, or up to three when it is wrapped; 0 when there is none. */
    private static int attribution(String[] lines, int at) {
        StringBuilder joined = new StringBuilder();
        for (int i = at; i < Math.min(at + 3, lines.length); i++) {
            if (i > at && lines[i].isBlank()) {
                return 0;
            }
            joined.append(i > at ? " " : "").append(lines[i].strip());
            if (joined.length() > 600) {
                return 0;
            }
            if (ATTRIBUTION.matcher(joined).matches()) {
                return i - at + 1;
            }
        }
        return 0;
    }

    /** Nobody wrote below it, or the quoting program marks no lines at all. */
    private static boolean isQuoteToTheEnd(String[] lines, int from) {
        boolean marked = false;
        boolean written = false;
        for (int i = from; i < lines.length; i++) {
            if (lines[i].startsWith(">")) {
                if (written && marked) {
                    return false;
                }
                marked = true;
            } else if (lines[i].strip().equals("--")) {
                break; // a signature below a quote belongs to nobody's words
            } else if (!lines[i].isBlank()) {
                written = true;
            }
        }
        return !(marked && written);
    }

    private static boolean isOutlookHeader(String[] lines, int at) {
        int i = at;
        boolean ruled = RULE.matcher(lines[i]).matches();
        while (ruled && i + 1 < lines.length && (i == at || lines[i].isBlank())) {
            i++;
        }
        if (!HEADER_FROM.matcher(lines[i]).matches()) {
            return false;
        }
        int others = 0;
        for (int next = i + 1; next < Math.min(i + 6, lines.length); next++) {
            others += HEADER_OTHER.matcher(lines[next]).matches() ? 1 : 0;
        }
        boolean forwarded = at > 0 && isForward(lines, at);
        return others >= 2 && !forwarded;
    }

    private static boolean isForward(String[] lines, int at) {
        for (int i = Math.max(0, at - 2); i < at; i++) {
            String line = lines[i].toLowerCase(Locale.ROOT);
            if (line.contains("forward")
                    || line.contains("encaminhad")
                    || line.contains("reenviad")
                    || line.contains("weitergeleitet")
                    || line.contains("transf")) {
                return true;
            }
        }
        return false;
    }

    private static String join(String[] lines, int from, int to) {
        return String.join("\n", Arrays.asList(lines).subList(from, to));
    }
}

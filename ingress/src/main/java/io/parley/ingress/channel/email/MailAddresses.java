package io.parley.ingress.channel.email;

import io.parley.contract.email.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists of mailboxes as people's programs write them: commas in names, groups, comments, names without quotes,
 * encoded words. What holds no address is left out.
 */
final class MailAddresses {

    private static final int MAX_ADDRESS = 320;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>,;:\"()\\[\\]]+@[^\\s<>,;:\"()]+");
    private static final Pattern ANGLE = Pattern.compile("<([^<>]*)>");

    private MailAddresses() {}

    static List<EmailAddress> parse(String header) {
        List<EmailAddress> addresses = new ArrayList<>();
        for (String one : split(header)) {
            EmailAddress address = mailbox(one);
            if (address != null) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    private static @Nullable EmailAddress mailbox(String text) {
        Matcher angle = ANGLE.matcher(text);
        String inside = null;
        int start = text.length();
        while (angle.find()) {
            inside = angle.group(1);
            start = angle.start();
        }
        if (inside != null) {
            String address = MailText.line(inside.replaceAll("\\s+", ""));
            // <@relay:somebody@example.org> is how routes were written once
            address = address.startsWith("@") && address.contains(":") ? address.replaceFirst("^@[^:]*:", "") : address;
            return address.isEmpty() || address.length() > MAX_ADDRESS
                    ? null
                    : new EmailAddress(address, name(text.substring(0, start)));
        }
        Matcher bare = ADDRESS.matcher(text);
        if (!bare.find() || bare.group().length() > MAX_ADDRESS) {
            return null;
        }
        String comment =
                text.contains("(") ? text.replaceFirst("(?s)^[^(]*\\(", "").replaceFirst("\\)[^)]*$", "") : "";
        return new EmailAddress(MailText.line(bare.group()), name(comment));
    }

    private static String name(String raw) {
        String name = EncodedWords.decode(raw.strip());
        name = MailText.line(name.replace("\\\"", "\u0001")
                .replace("\"", "")
                .replace('\u0001', '"')
                .replace("\\", ""));
        if (name.length() > 1 && name.startsWith("'") && name.endsWith("'")) {
            name = name.substring(1, name.length() - 1);
        }
        return name.substring(0, Math.min(200, name.length()));
    }

    /** At commas and semicolons outside quotes, comments and angles; a group's name goes away with its colon. */
    private static List<String> split(String header) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        int comment = 0;
        boolean angle = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '\\' && i + 1 < header.length()) {
                part.append(c).append(header.charAt(++i));
                continue;
            }
            if (c == '"' && comment == 0) {
                quoted = !quoted && header.indexOf('"', i + 1) >= 0;
            } else if (!quoted) {
                comment = c == '(' ? comment + 1 : c == ')' ? Math.max(0, comment - 1) : comment;
                angle = comment == 0 && (c == '<' || (angle && c != '>'));
            }
            boolean plain = !quoted && comment == 0 && !angle;
            if (plain && (c == ',' || c == ';')) {
                parts.add(part.toString());
                part.setLength(0);
            } else if (plain && c == ':' && part.indexOf("@") < 0) {
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}

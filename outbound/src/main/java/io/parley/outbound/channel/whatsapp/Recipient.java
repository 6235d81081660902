package io.parley.outbound.channel.whatsapp;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a message goes.
 *
 * @param number what a send wants: digits for a person, because Evolution's rule for Brazil works on digits only; the
 *     JID for a group or a linked id
 * @param jid the chat's own name, which keys and searches want
 */
record Recipient(String number, String jid) {

    private static final Pattern JID = Pattern.compile("([^@:]+)(?::\\d+)?@([a-z.]+)");
    private static final Pattern BRAZILIAN_WITH_NINTH_DIGIT = Pattern.compile("55(\\d{2})9([6-9]\\d{7})");
    private static final Pattern BRAZILIAN_WITHOUT_NINTH_DIGIT = Pattern.compile("55(\\d{2})([6-9]\\d{7})");
    private static final String PERSON = "@s.whatsapp.net";

    /** @param address a JID, or digits with whatever people put between them */
    static Recipient of(String address) {
        Matcher jid = JID.matcher(address.strip().toLowerCase(Locale.ROOT));
        if (!jid.matches()) {
            return person(address.replaceAll("\\D", ""));
        }
        return switch (jid.group(2)) {
            case "s.whatsapp.net", "c.us" -> person(jid.group(1));
            default -> {
                String whole = jid.group(1) + "@" + jid.group(2);
                yield new Recipient(whole, whole);
            }
        };
    }

    private static Recipient person(String digits) {
        return new Recipient(digits, digits + PERSON);
    }

    /** The chats it may be stored under: WhatsApp may know a Brazilian number with or without its ninth digit. */
    List<String> chats() {
        Matcher with = BRAZILIAN_WITH_NINTH_DIGIT.matcher(number);
        if (with.matches()) {
            return List.of(jid, "55" + with.group(1) + with.group(2) + PERSON);
        }
        Matcher without = BRAZILIAN_WITHOUT_NINTH_DIGIT.matcher(number);
        if (without.matches()) {
            return List.of(jid, "55" + without.group(1) + "9" + without.group(2) + PERSON);
        }
        return List.of(jid);
    }
}

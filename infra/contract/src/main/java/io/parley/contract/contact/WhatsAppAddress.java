package io.parley.contract.contact;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns WhatsApp's JIDs into addresses, as {@code evolution-api.md} §2.2 has them.
 *
 * <p>The digits of a LID are never a phone number. A Brazilian mobile is one person with or without its ninth digit;
 * the address always has it.
 */
public final class WhatsAppAddress {

    private static final Pattern JID = Pattern.compile("([^@:]+)(?::\\d+)?@([a-z.]+)");
    private static final Pattern BRAZILIAN_WITHOUT_NINTH_DIGIT = Pattern.compile("55(\\d{2})([6-9]\\d{7})");
    private static final Pattern PHONE_DIGITS = Pattern.compile("[1-9]\\d{1,14}");

    private WhatsAppAddress() {}

    /** The address of a person or group; empty for status posts, broadcast lists, channels and what is no JID. */
    public static Optional<ContactAddress> ofJid(String jid) {
        Matcher matcher = JID.matcher(jid.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String user = matcher.group(1);
        return switch (matcher.group(2)) {
            case "s.whatsapp.net", "c.us" -> ofPhoneDigits(user);
            case "lid" -> Optional.of(new ContactAddress(ContactAddress.Kind.WHATSAPP_LID, user));
            case "g.us" -> Optional.of(new ContactAddress(ContactAddress.Kind.WHATSAPP_GROUP, user));
            default -> Optional.empty();
        };
    }

    /** The address of a phone given as bare digits with country code; empty when they cannot be E.164. */
    public static Optional<ContactAddress> ofPhoneDigits(String digits) {
        if (!PHONE_DIGITS.matcher(digits).matches()) {
            return Optional.empty();
        }
        return Optional.of(new ContactAddress(ContactAddress.Kind.PHONE, "+" + withNinthDigit(digits)));
    }

    /** {@code 55AAXXXXXXXX} with XXXXXXXX starting 6 to 9 becomes {@code 55AA9XXXXXXXX}; everything else stays. */
    public static String withNinthDigit(String digits) {
        Matcher brazilian = BRAZILIAN_WITHOUT_NINTH_DIGIT.matcher(digits);
        return brazilian.matches() ? "55" + brazilian.group(1) + "9" + brazilian.group(2) : digits;
    }
}

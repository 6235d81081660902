package io.parley.evolution.simulator;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** WhatsApp's addresses, and how Evolution makes one from what it is given. */
final class Jids {

    static final String PERSON = "@s.whatsapp.net";
    static final String LID = "@lid";
    static final String GROUP = "@g.us";

    private static final Pattern BRAZIL = Pattern.compile("(55)(\\d{2})(\\d)(\\d{8})");
    private static final Pattern BRAZIL_SHORT = Pattern.compile("(55)(\\d{2})([6-9]\\d{7})");

    private Jids() {}

    /** What Evolution's createJid makes of a number, mistakes included. */
    static String create(String number) {
        if (number.contains("@g.us") || number.contains(PERSON) || number.contains(LID)) {
            return number.replaceFirst(":\\d+@", "@");
        }
        if (number.contains("@broadcast")) {
            return number;
        }
        String plain = number.replaceFirst(":.*", "").replaceFirst("@.*", "");
        if (plain.contains("-") && plain.length() >= 24) {
            return plain.replaceAll("[^\\d-]", "") + GROUP;
        }
        String digits = plain.replaceAll("\\D", "");
        if (digits.length() >= 18) {
            return digits + GROUP;
        }
        return brazil(mexicoAndArgentina(digits)) + PERSON;
    }

    static String user(String jid) {
        return jid.replaceFirst("[:@].*", "");
    }

    static boolean isPerson(String jid) {
        return jid.endsWith(PERSON);
    }

    static boolean isGroup(String jid) {
        return jid.endsWith(GROUP);
    }

    static boolean isLid(String jid) {
        return jid.endsWith(LID);
    }

    /** The number itself, and its other form when it is a Brazilian mobile. */
    static List<String> forms(String number) {
        Matcher full = BRAZIL.matcher(number);
        if (full.matches() && "9".equals(full.group(3)) && full.group(4).charAt(0) >= '6') {
            return List.of(number, full.group(1) + full.group(2) + full.group(4));
        }
        Matcher brief = BRAZIL_SHORT.matcher(number);
        if (brief.matches()) {
            return List.of(number, brief.group(1) + brief.group(2) + "9" + brief.group(3));
        }
        return List.of(number);
    }

    /** A linked id for this number, always the same: opaque digits that are no phone number. */
    static String lidOf(String number) {
        long mixed = number.chars().asLongStream().reduce(1_125_899_906_842_597L, (hash, each) -> 31 * hash + each);
        return String.format(Locale.ROOT, "%015d", 100_000_000_000_000L + Math.floorMod(mixed, 900_000_000_000_000L))
                + LID;
    }

    private static String mexicoAndArgentina(String digits) {
        boolean longForm = digits.length() == 13;
        if (longForm && digits.startsWith("521")) {
            return "52" + digits.substring(3);
        }
        if (longForm && digits.startsWith("549")) {
            return "54" + digits.substring(3);
        }
        return digits;
    }

    /** Drops the fifth digit, whatever it is, of mobiles outside the areas that never had short numbers. */
    private static String brazil(String digits) {
        Matcher parts = BRAZIL.matcher(digits);
        if (!parts.matches()) {
            return digits;
        }
        boolean keep = Integer.parseInt(parts.group(2)) < 31 || parts.group(4).charAt(0) < '7';
        return keep ? digits : parts.group(1) + parts.group(2) + parts.group(4);
    }
}

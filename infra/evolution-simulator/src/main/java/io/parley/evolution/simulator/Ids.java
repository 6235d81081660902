package io.parley.evolution.simulator;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/** Ids in the looks of those who make them. */
final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** Of a message that a library or a browser sent. */
    static String ofServer() {
        return "3EB0" + hex(9);
    }

    /** Of a message that a phone sent. */
    static String ofPhone() {
        return "3A" + hex(9);
    }

    /** Of a row in Evolution's database. */
    static String ofRow() {
        return "cm" + hex(11).toLowerCase(Locale.ROOT) + "q";
    }

    static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().withUpperCase().formatHex(random);
    }
}

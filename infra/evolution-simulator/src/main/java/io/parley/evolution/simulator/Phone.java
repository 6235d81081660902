package io.parley.evolution.simulator;

import io.parley.evolution.simulator.Settings.Addressing;
import org.jspecify.annotations.Nullable;

/**
 * A person's phone, as WhatsApp knows it.
 *
 * @param number the digits WhatsApp uses for this account, which may lack a Brazilian ninth digit
 * @param addressing null follows the simulator's setting
 * @param offline whether messages wait outside
 * @param autoRead whether messages are read by themselves; null follows the simulator's setting
 * @param undeliverable whether WhatsApp takes messages and then reports {@code ERROR}
 */
public record Phone(
        String number,
        String name,
        @Nullable Addressing addressing,
        boolean offline,
        @Nullable Boolean autoRead,
        boolean undeliverable) {

    public Phone {
        if (!number.matches("\\d{5,17}")) {
            throw new IllegalArgumentException("a phone's number is 5 to 17 digits with the country code");
        }
    }

    public Phone(String number, String name) {
        this(number, name, null, false, null, false);
    }

    public String jid() {
        return number + Jids.PERSON;
    }

    public String lid() {
        return Jids.lidOf(number);
    }

    public Phone named(String newName) {
        return new Phone(number, newName, addressing, offline, autoRead, undeliverable);
    }

    public Phone addressed(@Nullable Addressing how) {
        return new Phone(number, name, how, offline, autoRead, undeliverable);
    }

    public Phone offline(boolean now) {
        return new Phone(number, name, addressing, now, autoRead, undeliverable);
    }

    public Phone autoRead(@Nullable Boolean now) {
        return new Phone(number, name, addressing, offline, now, undeliverable);
    }

    public Phone undeliverable(boolean now) {
        return new Phone(number, name, addressing, offline, autoRead, now);
    }
}

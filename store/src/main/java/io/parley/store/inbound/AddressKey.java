package io.parley.store.inbound;

import io.parley.contract.contact.ContactAddress;
import java.util.Comparator;

/** An address in its account: names one contact. Ordered, so that all lock and insert in the same order. */
record AddressKey(int account, ContactAddress address) implements Comparable<AddressKey> {

    private static final Comparator<AddressKey> ORDER = Comparator.comparingInt(AddressKey::account)
            .thenComparing(AddressKey::kind)
            .thenComparing(AddressKey::value);

    static AddressKey of(int account, String kind, String value) {
        return new AddressKey(account, new ContactAddress(ContactAddress.Kind.of(kind), value));
    }

    String kind() {
        return address.kind().wireName();
    }

    String value() {
        return address.value();
    }

    @Override
    public int compareTo(AddressKey other) {
        return ORDER.compare(this, other);
    }
}

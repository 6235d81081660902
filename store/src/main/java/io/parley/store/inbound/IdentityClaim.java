package io.parley.store.inbound;

import io.parley.contract.contact.ContactAddress;
import io.parley.contract.inbound.Inbound;
import java.util.List;
import java.util.Objects;

/** What a visitor said of themselves. */
record IdentityClaim(int account, Inbound.Identified identified) {

    AddressKey visitor() {
        return new AddressKey(account, identified.contact().firstAddress());
    }

    /** The visitor they are from now on. */
    AddressKey isNow() {
        String becomes = identified.becomes();
        return becomes == null
                ? visitor()
                : new AddressKey(account, new ContactAddress(ContactAddress.Kind.VISITOR, becomes));
    }

    boolean changesVisitor() {
        return !Objects.equals(visitor(), isNow());
    }

    /** E-mail, phone and identifier, in the order in which they count. */
    List<AddressKey> named() {
        return identified.contact().addresses().stream()
                .skip(1)
                .map(it -> new AddressKey(account, it))
                .sorted((one, other) -> rank(one) - rank(other))
                .toList();
    }

    private static int rank(AddressKey address) {
        return switch (address.address().kind()) {
            case IDENTIFIER -> 0;
            case EMAIL -> 1;
            default -> 2;
        };
    }
}

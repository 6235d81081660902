package io.parley.store.inbound;

import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.Party;
import io.parley.store.inbound.IdentifyVisitors.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is made of a claim. Anybody may claim to be anybody: so a claim joins a visitor of whom nothing is known to one
 * contact who is known, and never two who are known.
 *
 * @param party by what addresses the visitor is to be recognised
 */
record Identity(int account, Party party, IdentityClaim claim) {

    static Identity of(IdentityClaim claim, Map<AddressKey, Owner> owners) {
        Owner self = owners.get(claim.visitor());
        Owner known = Stream.concat(Stream.of(claim.isNow()), claim.named().stream())
                .map(owners::get)
                .filter(it -> it != null && (self == null || it.contact() != self.contact()))
                .findFirst()
                .orElse(null);
        boolean joins = self == null || self.anonymous() || known == null;
        // vouched for, but this browser belonged to somebody else: they are not made one
        boolean leaves = !joins && claim.changesVisitor();
        Owner target = joins ? (known == null ? self : known) : leaves ? known : self;
        List<ContactAddress> addresses = new ArrayList<>();
        if (!leaves) {
            addresses.add(claim.visitor().address());
        }
        if (claim.changesVisitor()) {
            addresses.add(claim.isNow().address());
        }
        claim.named().stream()
                .filter(it -> isFree(owners.get(it), target, self))
                .map(AddressKey::address)
                .forEach(addresses::add);
        Party said = claim.identified().contact();
        return new Identity(
                claim.account(), new Party(addresses, said.replyTo(), said.name(), said.pictureUrl()), claim);
    }

    private static boolean isFree(@Nullable Owner owner, @Nullable Owner target, @Nullable Owner self) {
        return owner == null
                || Optional.ofNullable(target)
                        .filter(it -> it.contact() == owner.contact())
                        .isPresent()
                || Objects.equals(self, owner);
    }

    AddressKey contact() {
        return new AddressKey(account, party.firstAddress());
    }

    /** Whether the visitor goes on as another one, who has what was said so far. */
    boolean takesHistoryAlong() {
        return claim.changesVisitor()
                && party.firstAddress().equals(claim.visitor().address());
    }
}

package io.parley.store.inbound;

import io.parley.contract.contact.Party;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The contacts a batch is about: parties that share an address or a contact are one person. */
final class People {

    private final Map<AddressKey, Person> byAddress = new TreeMap<>();
    private final Map<Integer, Person> byContact = new HashMap<>();

    /** @param activeAt when they took part in a conversation; absent when there is only news of their name */
    void meet(int account, Party party, @Nullable Instant activeAt) {
        Person person = new Person(account);
        person.isCalled(party);
        if (activeAt != null) {
            person.takesPart(activeAt);
        }
        Set<Person> known = Collections.newSetFromMap(new IdentityHashMap<>());
        person.addresses().stream().map(byAddress::get).filter(Objects::nonNull).forEach(known::add);
        claim(join(known, person));
    }

    /** A row of the database: the address belongs to the contact. */
    void found(AddressKey address, ContactRow contact) {
        Person person = byAddress.get(address);
        if (person == null) {
            return;
        }
        Person same = byContact.get(contact.id());
        if (same != null && same != person) {
            same.absorb(person);
            person = same;
        }
        person.found(address, contact);
        claim(person);
    }

    /** The first of them takes in the others and the newcomer. */
    private static Person join(Set<Person> known, Person newcomer) {
        Iterator<Person> others = known.iterator();
        if (!others.hasNext()) {
            return newcomer;
        }
        Person first = others.next();
        others.forEachRemaining(first::absorb);
        first.absorb(newcomer);
        return first;
    }

    private void claim(Person person) {
        person.addresses().forEach(it -> byAddress.put(it, person));
        person.contactIds().forEach(it -> byContact.put(it, person));
    }

    Collection<AddressKey> addresses() {
        return byAddress.keySet();
    }

    @Nullable
    Person whoHas(AddressKey address) {
        return byAddress.get(address);
    }

    /** Each once, in the order of their addresses. */
    List<Person> all() {
        Set<Person> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Person> people = new ArrayList<>();
        for (Person person : byAddress.values()) {
            if (distinct.add(person) && !person.isOfNoConcern()) {
                people.add(person);
            }
        }
        return people;
    }

    boolean isEmpty() {
        return byAddress.isEmpty();
    }
}

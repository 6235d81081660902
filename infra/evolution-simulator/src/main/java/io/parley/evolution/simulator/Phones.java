package io.parley.evolution.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Everybody on this WhatsApp. Whoever is written to exists, unless their number was refused. */
final class Phones {

    private final Map<String, Phone> byNumber = new ConcurrentSkipListMap<>();
    private final Map<String, Phone> byLid = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /** An account that is there, by either Brazilian form. */
    @Nullable
    Phone find(String number) {
        for (String form : Jids.forms(number)) {
            Phone phone = byNumber.get(form);
            if (phone != null) {
                return phone;
            }
        }
        return null;
    }

    @Nullable
    Phone findByLid(String lid) {
        return byLid.get(lid);
    }

    Phone findOrAdd(String number, @Nullable String name) {
        Phone known = find(number);
        if (known == null) {
            return put(new Phone(number, name == null ? number : name));
        }
        return name == null || name.equals(known.name()) ? known : put(known.named(name));
    }

    /** Takes the place of the phone with this number. */
    Phone put(Phone phone) {
        byNumber.put(phone.number(), phone);
        byLid.put(phone.lid(), phone);
        return phone;
    }

    List<Phone> all() {
        return List.copyOf(byNumber.values());
    }

    /** Makes a number, in either Brazilian form, not be on WhatsApp. */
    void refuse(String number) {
        refused.addAll(Jids.forms(number));
    }

    void accept(String number) {
        Jids.forms(number).forEach(refused::remove);
    }

    boolean isRefused(String number) {
        return refused.contains(number);
    }

    Collection<String> refused() {
        return new ArrayList<>(refused);
    }
}

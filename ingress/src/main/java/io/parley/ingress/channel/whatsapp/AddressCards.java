package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.objects;
import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.message.MessageContent.Contacts;
import io.parley.contract.message.MessageContent.Contacts.Card;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the address-book cards people send, one or many. */
final class AddressCards {

    private static final Pattern PHONE = Pattern.compile("(?im)^(?:[\\w-]+\\.)?TEL[^:\\r\\n]*:[ \\t]*(\\S[^\\r\\n]*)");
    private static final Pattern NAME = Pattern.compile("(?im)^(?:[\\w-]+\\.)?FN[^:\\r\\n]*:[ \\t]*(\\S[^\\r\\n]*)");

    /** Longer cards carry a picture; they are shown, not kept. */
    private static final int MAX_VCARD = 4_096;

    private static final int MAX_CARDS = 100;

    private AddressCards() {}

    static Contacts of(JsonNode cards) {
        return new Contacts(
                objects(cards).stream().limit(MAX_CARDS).map(AddressCards::card).toList());
    }

    private static Card card(JsonNode card) {
        String vcard = text(card.path("vcard"));
        String content = vcard == null ? "" : vcard;
        List<String> phones = PHONE.matcher(content)
                .results()
                .map(AddressCards::value)
                .distinct()
                .toList();
        String displayName = text(card.path("displayName"));
        return new Card(
                displayName == null ? nameIn(content, phones) : displayName,
                phones,
                content.length() > MAX_VCARD ? null : vcard);
    }

    private static String nameIn(String vcard, List<String> phones) {
        Matcher name = NAME.matcher(vcard);
        return name.find() ? value(name) : phones.isEmpty() ? "?" : phones.get(0);
    }

    private static String value(MatchResult line) {
        return line.group(1).strip();
    }
}

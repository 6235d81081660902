package io.parley.outbound.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientTest {

    @ParameterizedTest
    @CsvSource({
        "5511988887777,                     5511988887777,            5511988887777@s.whatsapp.net",
        "+55 11 98888-7777,                 5511988887777,            5511988887777@s.whatsapp.net",
        "5511988887777@s.whatsapp.net,      5511988887777,            5511988887777@s.whatsapp.net",
        "5511988887777:12@s.whatsapp.net,   5511988887777,            5511988887777@s.whatsapp.net",
        "5511988887777@c.us,                5511988887777,            5511988887777@s.whatsapp.net",
        "123456789012345@lid,               123456789012345@lid,      123456789012345@lid",
        "123456789012345:3@lid,             123456789012345@lid,      123456789012345@lid",
        "120363025246125486@g.us,           120363025246125486@g.us,  120363025246125486@g.us",
        "5511988887777-1599999999@g.us,     5511988887777-1599999999@g.us, 5511988887777-1599999999@g.us",
    })
    void sendsDigitsToPeopleAndTheJidToGroupsAndLinkedIds(String address, String number, String jid) {
        assertThat(Recipient.of(address)).isEqualTo(new Recipient(number, jid));
    }

    @Test
    void looksForABrazilianUnderBothForms() {
        assertThat(Recipient.of("5511988887777").chats())
                .containsExactly("5511988887777@s.whatsapp.net", "551188887777@s.whatsapp.net");
        assertThat(Recipient.of("551188887777@s.whatsapp.net").chats())
                .containsExactly("551188887777@s.whatsapp.net", "5511988887777@s.whatsapp.net");
    }

    @Test
    void looksForOthersUnderTheOneNameTheyHave() {
        assertThat(Recipient.of("+4915112345678").chats()).containsExactly("4915112345678@s.whatsapp.net");
        assertThat(Recipient.of("123456789012345@lid").chats()).containsExactly("123456789012345@lid");
    }
}

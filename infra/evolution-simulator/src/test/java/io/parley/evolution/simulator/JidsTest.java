package io.parley.evolution.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JidsTest {

    @ParameterizedTest
    @CsvSource({
        "5511988887777, 5511988887777@s.whatsapp.net",
        "+55 (11) 98888-7777, 5511988887777@s.whatsapp.net",
        "5531988887777, 553188887777@s.whatsapp.net",
        "5547989211984, 554789211984@s.whatsapp.net",
        "5575982500000, 557582500000@s.whatsapp.net",
        "31988887777, 31988887777@s.whatsapp.net",
        "5215512345678, 525512345678@s.whatsapp.net",
        "5491123456789, 541123456789@s.whatsapp.net",
        "120363025246125486, 120363025246125486@g.us",
        "120363144038483540@newsletter, 120363144038483540@g.us",
        "123456789012345@lid, 123456789012345@lid",
        "120363025246125486@g.us, 120363025246125486@g.us",
        "5531988887777@s.whatsapp.net, 5531988887777@s.whatsapp.net",
        "5531988887777:12@s.whatsapp.net, 5531988887777@s.whatsapp.net",
        "status@broadcast, status@broadcast",
    })
    void makesTheAddressesThatEvolutionMakes(String number, String jid) {
        assertThat(Jids.create(number)).isEqualTo(jid);
    }

    @Test
    void knowsTheTwoFormsOfABrazilianMobileAndNoOther() {
        assertThat(Jids.forms("5531988887777")).containsExactly("5531988887777", "553188887777");
        assertThat(Jids.forms("553188887777")).containsExactly("553188887777", "5531988887777");
        assertThat(Jids.forms("551133334444")).containsExactly("551133334444");
        assertThat(Jids.forms("15550100123")).containsExactly("15550100123");
    }

    @Test
    void givesEveryNumberOneLinkedIdOfFifteenDigits() {
        assertThat(Jids.lidOf("5511988887777"))
                .matches("\\d{15}@lid")
                .isEqualTo(Jids.lidOf("5511988887777"))
                .isNotEqualTo(Jids.lidOf("5511988887778"));
    }
}

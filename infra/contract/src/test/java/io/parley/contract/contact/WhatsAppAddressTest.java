package io.parley.contract.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.contact.ContactAddress.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhatsAppAddressTest {

    @ParameterizedTest
    @CsvSource({
        "5511988887777@s.whatsapp.net, +5511988887777",
        "553188887777@s.whatsapp.net, +5531988887777",
        "5531988887777@s.whatsapp.net, +5531988887777",
        "554789211984@s.whatsapp.net, +5547989211984",
        "557582500000@s.whatsapp.net, +5575982500000",
        "551133334444@s.whatsapp.net, +551133334444",
        "31988887777@s.whatsapp.net, +31988887777",
        "525512345678@s.whatsapp.net, +525512345678",
        "541123456789@s.whatsapp.net, +541123456789",
        "5511988887777@c.us, +5511988887777",
        "5511988887777:12@s.whatsapp.net, +5511988887777",
        "' 5511988887777@S.WhatsApp.net ', +5511988887777",
    })
    void knowsAPersonByPhone(String jid, String phone) {
        assertThat(WhatsAppAddress.ofJid(jid)).contains(new ContactAddress(Kind.PHONE, phone));
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012345@lid, WHATSAPP_LID, 123456789012345",
        "123456789012345:3@lid, WHATSAPP_LID, 123456789012345",
        "120363025246125486@g.us, WHATSAPP_GROUP, 120363025246125486",
        "5511988887777-1599999999@g.us, WHATSAPP_GROUP, 5511988887777-1599999999",
    })
    void knowsLidsAndGroupsByTheirOwnIds(String jid, Kind kind, String value) {
        assertThat(WhatsAppAddress.ofJid(jid)).contains(new ContactAddress(kind, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status@broadcast",
                "1612345678@broadcast",
                "120363144038483540@newsletter",
                "",
                "5511988887777",
                "@s.whatsapp.net",
                "abc@s.whatsapp.net",
                "0@s.whatsapp.net",
                "1234567890123456@s.whatsapp.net"
            })
    void findsNobodyInWhatIsNoPersonOrGroup(String jid) {
        assertThat(WhatsAppAddress.ofJid(jid)).isEmpty();
    }

    @Property
    void takesABrazilianMobileWithAndWithoutTheNinthDigitForOnePerson(
            @ForAll @IntRange(min = 11, max = 99) int area,
            @ForAll @IntRange(min = 60_000_000, max = 99_999_999) int subscriber) {
        String without = "55" + area + subscriber;
        String with = "55" + area + "9" + subscriber;

        assertThat(WhatsAppAddress.ofJid(without + "@s.whatsapp.net"))
                .isEqualTo(WhatsAppAddress.ofJid(with + "@s.whatsapp.net"))
                .contains(new ContactAddress(Kind.PHONE, "+" + with));
    }

    @Property
    void leavesBrazilianLandlinesAlone(
            @ForAll @IntRange(min = 11, max = 99) int area,
            @ForAll @IntRange(min = 20_000_000, max = 59_999_999) int subscriber) {
        String digits = "55" + area + subscriber;

        assertThat(WhatsAppAddress.ofPhoneDigits(digits)).contains(new ContactAddress(Kind.PHONE, "+" + digits));
    }

    @Property
    void addsTheNinthDigitOnce(@ForAll @CharRange(from = '0', to = '9') @StringLength(max = 16) String digits) {
        String once = WhatsAppAddress.withNinthDigit(digits);

        assertThat(WhatsAppAddress.withNinthDigit(once)).isEqualTo(once);
    }

    @Property
    void neverTakesTheDigitsOfALidForAPhone(@ForAll @LongRange(min = 1, max = 999_999_999_999_999L) long lid) {
        assertThat(WhatsAppAddress.ofJid(lid + "@lid"))
                .contains(new ContactAddress(Kind.WHATSAPP_LID, Long.toString(lid)));
    }
}

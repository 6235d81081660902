package io.parley.ingress.channel.webchat;

import static io.parley.ingress.channel.webchat.VisitorFrames.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import io.parley.contract.Channel;
import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.ContactAddress.Kind;
import io.parley.contract.contact.Party;
import io.parley.contract.contact.WhatsAppAddress;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.WebchatChannel;
import io.parley.ingress.problem.IngressFailure.IdentifierHashMismatch;
import io.parley.ingress.problem.IngressFailure.InvalidInput;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.visitor.IdentifierHash;
import io.parley.runtime.visitor.Visitor;
import io.parley.runtime.visitor.VisitorTokens;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes what a visitor says of themselves, and what their site vouches for. */
@Component
class IdentifyVisitor {

    private static final int MAX_LENGTH = 255;
    private static final int MAX_ATTRIBUTES = 16_384;

    private final AcceptVisitor accept;
    private final VisitorTokens tokens;
    private final SecretBox secrets;
    private final Clock clock;

    IdentifyVisitor(AcceptVisitor accept, VisitorTokens tokens, SecretBox secrets, Clock clock) {
        this.accept = accept;
        this.tokens = tokens;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Completes with who they are from now on, once the broker has it. */
    Mono<Visitor> identify(WidgetCaller caller, JsonNode said) {
        return Mono.defer(() -> {
            String identifier = word(said, "identifier");
            String vouchedFor =
                    identifier != null && isVerified(caller.inbox().channel(), identifier, said) ? identifier : null;
            boolean verified = vouchedFor != null;
            Visitor now = vouchedFor == null
                    ? caller.visitor()
                    : tokens.identified(caller.visitor().inboxId(), vouchedFor);
            return accept.identified(identified(caller.visitor(), now, verified, identifier, said))
                    .thenReturn(now);
        });
    }

    private boolean isVerified(WebchatChannel channel, String identifier, JsonNode said) {
        String hash = word(said, "identifier_hash");
        if (hash == null) {
            if (channel.hmacMandatory()) {
                throw new IdentifierHashMismatch();
            }
            return false;
        }
        if (channel.sealedHmacKey() == null
                || !IdentifierHash.matches(secrets.open(channel.sealedHmacKey()), identifier, hash)) {
            throw new IdentifierHashMismatch();
        }
        return true;
    }

    private Inbound.Identified identified(
            Visitor visitor, Visitor now, boolean verified, @Nullable String identifier, JsonNode said) {
        List<ContactAddress> addresses = new ArrayList<>();
        addresses.add(new ContactAddress(Kind.VISITOR, visitor.sourceId()));
        String email = email(word(said, "email"));
        if (email != null) {
            addresses.add(new ContactAddress(Kind.EMAIL, email));
        }
        ContactAddress phone = phone(word(said, "phone_number"));
        if (phone != null) {
            addresses.add(phone);
        }
        if (identifier != null) {
            addresses.add(new ContactAddress(Kind.IDENTIFIER, identifier));
        }
        return new Inbound.Identified(
                visitor.inboxId(),
                Channel.WEBCHAT,
                new Party(addresses, now.sourceId(), word(said, "name"), picture(word(said, "avatar_url"))),
                verified,
                now.equals(visitor) ? null : now.sourceId(),
                attributes(said, "custom_attributes"),
                attributes(said, "conversation_custom_attributes"),
                null,
                clock.instant());
    }

    private static @Nullable String word(JsonNode said, String name) {
        String text = said.path(name).isNumber() ? said.path(name).asText() : text(said, name);
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.strip().length() > (name.equals("avatar_url") ? 2_000 : MAX_LENGTH)) {
            throw new InvalidInput("invalid-contact", name + " is too long");
        }
        return text.strip();
    }

    private static @Nullable String email(@Nullable String given) {
        if (given != null && !given.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            throw new InvalidInput("invalid-contact", "email is not an e-mail address");
        }
        return given == null ? null : given.toLowerCase(Locale.ROOT);
    }

    private static @Nullable ContactAddress phone(@Nullable String given) {
        if (given == null) {
            return null;
        }
        try {
            String e164 = PhoneNumberUtil.getInstance()
                    .format(PhoneNumberUtil.getInstance().parse(given, null), PhoneNumberFormat.E164);
            return WhatsAppAddress.ofPhoneDigits(e164.substring(1)).orElseThrow(IdentifyVisitor::noPhone);
        } catch (NumberParseException e) {
            throw noPhone();
        }
    }

    private static InvalidInput noPhone() {
        return new InvalidInput("invalid-contact", "phone_number must be international, such as +5511988887777");
    }

    private static @Nullable String picture(@Nullable String given) {
        if (given != null && !given.matches("https?://\\S+")) {
            throw new InvalidInput("invalid-contact", "avatar_url must start with http:// or https://");
        }
        return given;
    }

    private static @Nullable JsonNode attributes(JsonNode said, String name) {
        JsonNode given = said.path(name);
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        if (!given.isObject() || given.toString().length() > MAX_ATTRIBUTES) {
            throw new InvalidInput(
                    "invalid-contact", name + " must be an object of at most %d characters".formatted(MAX_ATTRIBUTES));
        }
        return given;
    }
}

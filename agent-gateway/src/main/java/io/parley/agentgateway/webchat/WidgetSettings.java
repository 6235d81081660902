package io.parley.agentgateway.webchat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.agentgateway.api.Parameters;
import io.parley.contract.inbox.WebchatChannel;
import io.parley.contract.inbox.WebchatChannel.PreChatForm;
import io.parley.runtime.inbox.SecretBox;
import io.parley.store.StoreFailure.Invalid;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A widget as a client describes it; what is not named stays as it is. */
public final class WidgetSettings {

    private static final Set<String> NAMES = Set.of(
            "website_url",
            "widget_color",
            "welcome_title",
            "welcome_tagline",
            "reply_time",
            "pre_chat_form_enabled",
            "pre_chat_form_options",
            "hmac_mandatory",
            "allowed_domains",
            "selected_feature_flags",
            "widget_position",
            "widget_locale",
            "widget_locales");
    private static final Set<String> REPLY_TIMES = Set.of("in_a_few_minutes", "in_a_few_hours", "in_a_day");
    private static final Set<String> TYPES =
            Set.of("text", "email", "phone", "number", "link", "date", "list", "checkbox");
    private static final int MAX_TEXT = 1_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Parameters in;
    private final @Nullable WebchatChannel before;
    private final SecretBox secrets;

    /** @param before the widget as it is; absent for a new inbox, which gets its tokens here */
    public WidgetSettings(Parameters channel, @Nullable WebchatChannel before, SecretBox secrets) {
        this.in = channel;
        this.before = before;
        this.secrets = secrets;
    }

    /** A widget for any page, with new tokens. */
    static WebchatChannel demo(SecretBox secrets) {
        return new WebchatChannel(
                token(18),
                List.of(),
                secrets.seal(token(24)),
                false,
                null,
                "#0f766e",
                null,
                "Hello there",
                "Ask us anything about your order",
                null,
                null,
                null,
                null,
                null);
    }

    /** Whether anything of a widget is named. */
    public static boolean isNamedIn(Parameters channel) {
        return NAMES.stream().anyMatch(channel::has);
    }

    /** @throws Invalid when a value is one it cannot have */
    public WebchatChannel channel() {
        return new WebchatChannel(
                before == null ? token(18) : before.websiteToken(),
                in.has("allowed_domains") ? domains() : before == null ? List.of() : before.allowedDomains(),
                before == null ? secrets.seal(token(24)) : before.sealedHmacKey(),
                in.flag("hmac_mandatory", before != null && before.hmacMandatory()),
                text("website_url", before == null ? null : before.websiteUrl()),
                colour(text("widget_color", before == null ? null : before.widgetColor())),
                oneOf("widget_position", before == null ? null : before.position(), Set.of("left", "right")),
                text("welcome_title", before == null ? null : before.welcomeTitle()),
                text("welcome_tagline", before == null ? null : before.welcomeTagline()),
                text("widget_locale", before == null ? null : before.locale()),
                list("widget_locales", before == null ? null : before.locales()),
                oneOf("reply_time", before == null ? null : before.replyTime(), REPLY_TIMES),
                list("selected_feature_flags", before == null ? null : before.features()),
                form(before == null ? null : before.preChatForm()));
    }

    private @Nullable String text(String name, @Nullable String otherwise) {
        String given = in.clearable(name);
        if (given != null && given.length() > MAX_TEXT) {
            throw new Invalid(name, name + " is too long (maximum is %d characters)".formatted(MAX_TEXT));
        }
        return given == null ? otherwise : given.isBlank() ? null : given.strip();
    }

    private static @Nullable String colour(@Nullable String given) {
        if (given != null && !given.matches("#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")) {
            throw new Invalid("widget_color", "Widget color must be written as #1f93ff");
        }
        return given;
    }

    private @Nullable String oneOf(String name, @Nullable String otherwise, Set<String> values) {
        String given = in.word(name);
        if (given != null && !values.contains(given)) {
            throw new Invalid(name, name + " must be one of " + String.join(", ", values));
        }
        return given == null ? otherwise : given;
    }

    private @Nullable List<String> list(String name, @Nullable List<String> otherwise) {
        return in.has(name) ? in.texts(name) : otherwise;
    }

    /** A list, or words with commas or line ends between. */
    private List<String> domains() {
        List<String> domains = in.texts("allowed_domains").stream()
                .flatMap(it -> Stream.of(it.split("[,\\s]+")))
                .map(it -> it.strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceFirst("^https?://", "")
                        .replaceFirst("/.*$", ""))
                .filter(it -> !it.isEmpty())
                .distinct()
                .toList();
        domains.stream()
                .filter(it -> !it.matches("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*(:\\d{1,5})?"))
                .findFirst()
                .ifPresent(it -> {
                    throw new Invalid("allowed_domains", "Allowed domains holds what is no domain: " + it);
                });
        return domains;
    }

    private @Nullable PreChatForm form(@Nullable PreChatForm otherwise) {
        if (!in.has("pre_chat_form_enabled") && !in.has("pre_chat_form_options")) {
            return otherwise;
        }
        boolean enabled = in.flag("pre_chat_form_enabled", otherwise != null && otherwise.enabled());
        JsonNode options = in.object("pre_chat_form_options");
        if (options == null) {
            return new PreChatForm(
                    enabled,
                    otherwise == null ? null : otherwise.message(),
                    otherwise == null ? List.of() : otherwise.fields());
        }
        List<PreChatForm.Field> fields = new ArrayList<>();
        options.path("pre_chat_fields").forEach(field -> {
            if (field.path("enabled").asBoolean(true)) {
                fields.add(field(field));
            }
        });
        return new PreChatForm(enabled, options.path("pre_chat_message").asText(null), fields);
    }

    /** In Chatwoot's words: its standard fields have names of their own, and lists call their options values. */
    private static PreChatForm.Field field(JsonNode field) {
        String given = field.path("name").asText("");
        if (given.isBlank()) {
            throw new Invalid("pre_chat_form_options", "Every field of the pre-chat form needs a name");
        }
        String name = switch (given) {
            case "emailAddress" -> "email";
            case "fullName" -> "full_name";
            case "phoneNumber" -> "phone_number";
            default -> given;
        };
        String type = field.path("type").asText("text");
        List<String> values = new ArrayList<>();
        field.path("values").forEach(it -> values.add(it.asText()));
        return new PreChatForm.Field(
                name,
                name.equals("phone_number") ? "phone" : TYPES.contains(type) ? type : "text",
                field.path("label").asText(given),
                field.path("placeholder").asText(null),
                field.path("required").asBoolean(false),
                values.isEmpty() ? null : values,
                field.path("regex_pattern").asText(null),
                field.path("regex_cue").asText(null));
    }

    private static String token(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}

package io.parley.contract.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The widget of a web-chat inbox: who may show it, and how it looks. What is absent has the widget's own default.
 *
 * @param websiteToken names the inbox to the widget; public
 * @param allowedDomains pages that may show it, {@code *.} before one for all below it; empty: any
 * @param sealedHmacKey the key of {@code identifier_hash}, sealed with the hub's secret
 * @param hmacMandatory whether an identity without a right hash is refused
 * @param position {@code left} or {@code right}
 * @param locale the inbox's own language; {@code locales} are those a page may choose
 * @param replyTime {@code in_a_few_minutes}, {@code in_a_few_hours} or {@code in_a_day}
 * @param features what visitors may use: {@code attachments}, {@code emoji_picker}, {@code end_conversation} …
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WebchatChannel(
        String websiteToken,
        List<String> allowedDomains,
        @Nullable String sealedHmacKey,
        boolean hmacMandatory,
        @Nullable String websiteUrl,
        @Nullable String widgetColor,
        @Nullable String position,
        @Nullable String welcomeTitle,
        @Nullable String welcomeTagline,
        @Nullable String locale,
        @Nullable List<String> locales,
        @Nullable String replyTime,
        @Nullable List<String> features,
        @Nullable PreChatForm preChatForm) {

    public WebchatChannel {
        allowedDomains = List.copyOf(allowedDomains);
        locales = locales == null ? null : List.copyOf(locales);
        features = features == null ? null : List.copyOf(features);
    }

    /** What a visitor is asked before the first message. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PreChatForm(boolean enabled, @Nullable String message, List<Field> fields) {
        public PreChatForm {
            fields = List.copyOf(fields);
        }

        /**
         * One question.
         *
         * @param name {@code full_name}, {@code email} and {@code phone_number} are the contact's; others are
         *     attributes of the conversation
         * @param type {@code text}, {@code email}, {@code phone}, {@code number}, {@code link}, {@code date},
         *     {@code list} or {@code checkbox}
         * @param options what a list offers
         * @param pattern a regular expression the answer must match; {@code patternHint} says it in words
         */
        @JsonIgnoreProperties(ignoreUnknown = true)
        public record Field(
                String name,
                String type,
                String label,
                @Nullable String placeholder,
                boolean required,
                @Nullable List<String> options,
                @Nullable String pattern,
                @Nullable String patternHint) {
            public Field {
                options = options == null ? null : List.copyOf(options);
            }
        }
    }
}

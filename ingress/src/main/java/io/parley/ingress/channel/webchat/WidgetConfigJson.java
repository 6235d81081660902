package io.parley.ingress.channel.webchat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxRules.OpeningHours;
import io.parley.contract.inbox.WebchatChannel;
import io.parley.contract.inbox.WebchatChannel.PreChatForm;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An inbox as its widget needs it. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record WidgetConfigJson(
        String websiteToken,
        String websiteName,
        @Nullable String websiteUrl,
        @Nullable String avatarUrl,
        String widgetColor,
        String position,
        @Nullable String welcomeTitle,
        @Nullable String welcomeTagline,
        String locale,
        List<String> locales,
        String replyTime,
        List<String> features,
        boolean greetingEnabled,
        @Nullable String greetingMessage,
        PreChatJson preChatForm,
        HoursJson businessHours,
        boolean hmacMandatory,
        boolean allowMessagesAfterResolved,
        LimitsJson limits) {

    private static final List<String> LOCALES = List.of("en", "pt-BR", "es");
    private static final List<String> FEATURES = List.of("attachments", "emoji_picker", "end_conversation");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    static WidgetConfigJson of(WebchatInbox inbox, WebchatProperties limits, Instant now) {
        WebchatChannel channel = inbox.channel();
        InboxRules rules = inbox.config().rules();
        return new WidgetConfigJson(
                channel.websiteToken(),
                inbox.config().name(),
                channel.websiteUrl(),
                null,
                Objects.requireNonNullElse(channel.widgetColor(), "#1f93ff"),
                Objects.requireNonNullElse(channel.position(), "right"),
                channel.welcomeTitle(),
                channel.welcomeTagline(),
                Objects.requireNonNullElse(channel.locale(), "en"),
                channel.locales() == null ? LOCALES : channel.locales(),
                Objects.requireNonNullElse(channel.replyTime(), "in_a_few_minutes"),
                channel.features() == null ? FEATURES : channel.features(),
                rules.greeting() != null,
                rules.greeting(),
                PreChatJson.of(channel.preChatForm()),
                HoursJson.of(rules, now),
                channel.hmacMandatory(),
                true,
                new LimitsJson(limits.messageLength(), limits.maxUpload().toBytes(), limits.uploadTypes()));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record LimitsJson(int messageLength, long uploadBytes, List<String> uploadTypes) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record PreChatJson(boolean enabled, @Nullable String message, List<FieldJson> fields) {
        static PreChatJson of(@Nullable PreChatForm form) {
            return form == null
                    ? new PreChatJson(false, null, List.of())
                    : new PreChatJson(
                            form.enabled(),
                            form.message(),
                            form.fields().stream()
                                    .map(it -> new FieldJson(
                                            it.name(),
                                            it.type(),
                                            it.label(),
                                            it.placeholder(),
                                            it.required(),
                                            it.options(),
                                            it.pattern(),
                                            it.patternHint()))
                                    .toList());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record FieldJson(
            String name,
            String type,
            String label,
            @Nullable String placeholder,
            boolean required,
            @Nullable List<String> options,
            @Nullable String pattern,
            @Nullable String patternHint) {}

    /** When somebody is there, on the clocks of the inbox's time zone. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record HoursJson(
            boolean enabled,
            boolean openNow,
            @Nullable Instant nextOpenAt,
            String timeZone,
            @Nullable String awayMessage,
            List<DayJson> days) {

        private static final int DAYS_AHEAD = 8;

        static HoursJson of(InboxRules rules, Instant now) {
            boolean open = !rules.businessHoursEnabled() || isOpen(rules, now);
            return new HoursJson(
                    rules.businessHoursEnabled(),
                    open,
                    open ? null : nextOpening(rules, now),
                    rules.timeZone().getId(),
                    rules.awayMessage(),
                    rules.businessHours().stream().map(DayJson::of).toList());
        }

        private static boolean isOpen(InboxRules rules, Instant now) {
            ZonedDateTime there = now.atZone(rules.timeZone());
            LocalTime time = there.toLocalTime();
            return rules.businessHours().stream()
                    .anyMatch(it -> it.day() == there.getDayOfWeek()
                            && !time.isBefore(it.opens())
                            && (time.isBefore(it.closes()) || it.closes().equals(LocalTime.MAX)));
        }

        private static @Nullable Instant nextOpening(InboxRules rules, Instant now) {
            ZonedDateTime there = now.atZone(rules.timeZone());
            for (int ahead = 0; ahead < DAYS_AHEAD; ahead++) {
                ZonedDateTime day = there.plusDays(ahead);
                Instant next = rules.businessHours().stream()
                        .filter(it -> it.day() == day.getDayOfWeek())
                        .map(it -> day.toLocalDate()
                                .atTime(it.opens())
                                .atZone(rules.timeZone())
                                .toInstant())
                        .filter(it -> it.isAfter(now))
                        .min(Instant::compareTo)
                        .orElse(null);
                if (next != null) {
                    return next;
                }
            }
            return null;
        }
    }

    record DayJson(String day, String opens, String closes) {
        static DayJson of(OpeningHours hours) {
            return new DayJson(
                    hours.day().name().toLowerCase(Locale.ROOT),
                    CLOCK.format(hours.opens()),
                    hours.closes().equals(LocalTime.MAX) ? "24:00" : CLOCK.format(hours.closes()));
        }
    }
}

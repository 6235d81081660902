package io.parley.agentgateway.api.inbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.wire.WorkingHoursJson;
import io.parley.agentgateway.email.MailboxSettings;
import io.parley.agentgateway.webchat.WidgetSettings;
import io.parley.agentgateway.whatsapp.ConnectWhatsApp.Settings;
import io.parley.contract.Channel;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.InboxRules.Holiday;
import io.parley.contract.inbox.InboxRules.OpeningHours;
import io.parley.contract.inbox.WebchatChannel;
import io.parley.runtime.inbox.SecretBox;
import io.parley.store.StoreFailure;
import io.parley.store.inbox.Inboxes.InboxChange;
import io.parley.store.inbox.Inboxes.NewInbox;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client says of an inbox: settings of its own on top, those of its channel below {@code channel}. */
final class InboxParameters {

    /** Settings that are only kept and given back, by their type. */
    private static final List<String> KEPT_FLAGS = List.of(
            "enable_email_collect",
            "csat_survey_enabled",
            "allow_messages_after_resolved",
            "lock_to_single_conversation",
            "send_read_marks");

    private static final List<String> KEPT_TEXTS = List.of("sender_name_type", "business_name");
    private static final List<String> KEPT_OBJECTS = List.of("csat_config");
    private static final String ASSIGNMENT = "auto_assignment_config";
    private static final int MAX_ASSIGNMENT_LIMIT = 100_000;

    private static final Set<String> EVOLUTION = Set.of(
            "base_url", "api_key", "instance", "create_instance", "header_secret", "jwt_key", "messages_per_second");

    /** Monday to Friday, nine to five: what an inbox has until somebody says otherwise. */
    private static final List<OpeningHours> OFFICE_HOURS = List.of(DayOfWeek.values()).subList(0, 5).stream()
            .map(day -> new OpeningHours(day, LocalTime.of(9, 0), LocalTime.of(17, 0)))
            .toList();

    private final Parameters in;
    private final Parameters channel;

    InboxParameters(Parameters parameters) {
        this.in = parameters.withNullWords().unwrapped("inbox");
        this.channel = in.inside("channel").unwrapped("provider_config");
    }

    /** @throws BadInput for channels the hub does not have, or not yet */
    Channel channel() {
        String type = channel.required("type");
        return switch (type) {
            case "api" -> Channel.API;
            case "whatsapp" -> whatsApp();
            case "email" -> Channel.EMAIL;
            case "web_widget" -> Channel.WEBCHAT;
            default ->
                throw new BadInput(
                        "There are no inboxes of type %s. Use whatsapp, email, web_widget or api.".formatted(type));
        };
    }

    private Channel whatsApp() {
        String provider = channel.word("provider");
        if (provider != null && !provider.equals("evolution")) {
            throw new BadInput(
                    "WhatsApp is reached through Evolution API only: provider must be evolution, not " + provider);
        }
        return Channel.WHATSAPP;
    }

    /** @param before the mailbox as it is; absent for a new inbox */
    EmailChannel mailbox(@Nullable EmailChannel before, SecretBox secrets) {
        return new MailboxSettings(channel, before, secrets).channel();
    }

    /** Whether anything of a mailbox is named. */
    boolean changesMailbox() {
        return MailboxSettings.isNamedIn(channel);
    }

    /** @param before the widget as it is; absent for a new inbox */
    WebchatChannel widget(@Nullable WebchatChannel before, SecretBox secrets) {
        return new WidgetSettings(channel, before, secrets).channel();
    }

    /** Whether anything of a widget is named. */
    boolean changesWidget() {
        return WidgetSettings.isNamedIn(channel);
    }

    NewInbox newInbox(Channel kind, @Nullable EmailChannel mailbox, @Nullable WebchatChannel widget) {
        String name = in.word("name");
        if (name == null) {
            throw new StoreFailure.Invalid("name", "Name can't be blank");
        }
        List<OpeningHours> hours = hours(OFFICE_HOURS);
        return new NewInbox(
                kind,
                name,
                null,
                mailbox,
                widget,
                ignoreGroups(),
                in.flag("greeting_enabled"),
                in.text("greeting_message"),
                in.flag("working_hours_enabled"),
                in.text("out_of_office_message"),
                in.word("timezone"),
                hours == null ? OFFICE_HOURS : hours,
                in.flag("enable_auto_assignment"),
                kept());
    }

    /** @param hours what the inbox has; a client may name some days only */
    InboxChange change(List<OpeningHours> hours, @Nullable EmailChannel mailbox, @Nullable WebchatChannel widget) {
        return new InboxChange(
                in.word("name"),
                in.flag("enabled"),
                null,
                mailbox,
                widget,
                ignoreGroups(),
                in.flag("greeting_enabled"),
                in.clearable("greeting_message"),
                in.flag("working_hours_enabled"),
                in.clearable("out_of_office_message"),
                in.word("timezone"),
                hours(hours),
                in.flag("enable_auto_assignment"),
                kept());
    }

    /** Whether anything of the way to the provider is named. */
    boolean changesConnection() {
        return EVOLUTION.stream().anyMatch(channel::has);
    }

    Settings connection() {
        return new Settings(
                baseUrl(),
                channel.word("api_key"),
                channel.word("instance"),
                channel.flag("create_instance", false),
                channel.clearable("header_secret"),
                channel.clearable("jwt_key"),
                channel.number("messages_per_second"));
    }

    private @Nullable URI baseUrl() {
        String url = channel.word("base_url");
        try {
            return url == null ? null : URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new StoreFailure.Invalid("base_url", "Base url is not a URL");
        }
    }

    private @Nullable Boolean ignoreGroups() {
        return in.has("ignore_groups") ? in.flag("ignore_groups") : channel.flag("ignore_groups");
    }

    private ObjectNode kept() {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        KEPT_FLAGS.stream().filter(in::has).forEach(it -> kept.put(it, in.flag(it)));
        KEPT_TEXTS.stream().filter(in::has).forEach(it -> kept.put(it, in.text(it)));
        KEPT_OBJECTS.stream().filter(in::has).forEach(it -> kept.set(it, in.object(it)));
        if (in.has(ASSIGNMENT)) {
            kept.set(ASSIGNMENT, assignment());
        }
        if (channel.has("webhook_url")) {
            kept.put("webhook_url", webhookUrl());
        }
        if (channel.has("hmac_mandatory")) {
            kept.put("hmac_mandatory", channel.flag("hmac_mandatory"));
        }
        if (channel.has("pre_chat_form_options")) {
            kept.set("pre_chat_form_options", channel.object("pre_chat_form_options"));
        }
        if (channel.has("continuity_via_email")) {
            kept.put("continuity_via_email", channel.flag("continuity_via_email"));
        }
        if (channel.has("additional_attributes")) {
            kept.set("additional_attributes", channel.object("additional_attributes"));
        }
        return kept;
    }

    /** As given, with what the router goes by checked: a limit above 0 or none, a flag. */
    private ObjectNode assignment() {
        ObjectNode given = in.object(ASSIGNMENT);
        ObjectNode config = given == null ? JsonNodeFactory.instance.objectNode() : given.deepCopy();
        Parameters named = in.inside(ASSIGNMENT);
        Integer limit = named.number("max_assignment_limit");
        if (limit != null && (limit < 0 || limit > MAX_ASSIGNMENT_LIMIT)) {
            throw new StoreFailure.Invalid(
                    ASSIGNMENT, "Max assignment limit must be 1 to %d, or nothing".formatted(MAX_ASSIGNMENT_LIMIT));
        }
        config.remove("max_assignment_limit");
        if (limit != null && limit > 0) {
            config.put("max_assignment_limit", limit);
        }
        if (named.has("return_to_last_agent")) {
            config.put("return_to_last_agent", named.flag("return_to_last_agent", true));
        }
        return config;
    }

    private @Nullable String webhookUrl() {
        String url = channel.word("webhook_url");
        if (url != null && !url.matches("https?://\\S+")) {
            throw new StoreFailure.Invalid("webhook_url", "Webhook url must start with http:// or https://");
        }
        return url;
    }

    /** The hours as they were on days that are not named; absent when none is. */
    private @Nullable List<OpeningHours> hours(List<OpeningHours> before) {
        List<Parameters> days = in.each("working_hours");
        if (days.isEmpty()) {
            return null;
        }
        List<OpeningHours> hours = new ArrayList<>(before);
        for (Parameters day : days) {
            DayOfWeek weekday = weekday(day);
            hours.removeIf(it -> it.day() == weekday);
            List<Parameters> blocks = day.each("blocks");
            if (day.flag("closed_all_day", false)) {
                continue;
            }
            if (!blocks.isEmpty() && !day.flag("open_all_day", false)) {
                blocks.forEach(block -> hours.add(block(weekday, block)));
            } else {
                hours.add(
                        day.flag("open_all_day", false)
                                ? new OpeningHours(weekday, LocalTime.MIN, LocalTime.MAX)
                                : block(weekday, day));
            }
        }
        return hours;
    }

    private static OpeningHours block(DayOfWeek weekday, Parameters block) {
        LocalTime opens = time(block, "open_hour", "open_minutes");
        LocalTime closes = time(block, "close_hour", "close_minutes");
        // 23:59 is how clients say that a day is open to its end
        return new OpeningHours(weekday, opens, closes.equals(LocalTime.of(23, 59)) ? LocalTime.MAX : closes);
    }

    boolean namesHolidays() {
        return in.has("holidays");
    }

    /** Beyond Chatwoot: the days on which nobody is there. */
    List<Holiday> holidays() {
        return in.each("holidays").stream()
                .map(it -> new Holiday(date(it), it.word("name"), it.flag("yearly", false)))
                .toList();
    }

    private static LocalDate date(Parameters holiday) {
        try {
            return LocalDate.parse(holiday.required("date"));
        } catch (DateTimeParseException e) {
            throw new BadInput("date of a holiday must be like 2026-12-25");
        }
    }

    private static DayOfWeek weekday(Parameters day) {
        Integer number = day.number("day_of_week");
        if (number == null || number < 0 || number > 6) {
            throw new BadInput("day_of_week must be 0 (Sunday) to 6 (Saturday)");
        }
        return WorkingHoursJson.dayOfWeek(number);
    }

    private static LocalTime time(Parameters day, String hourName, String minuteName) {
        Integer hour = day.number(hourName);
        Integer minute = day.number(minuteName);
        if (hour == null || hour < 0 || hour > 23 || minute != null && (minute < 0 || minute > 59)) {
            throw new BadInput("%s must be 0 to 23 and %s 0 to 59".formatted(hourName, minuteName));
        }
        return LocalTime.of(hour, minute == null ? 0 : minute);
    }
}

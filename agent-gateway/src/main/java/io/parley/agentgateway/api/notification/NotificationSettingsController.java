package io.parley.agentgateway.api.notification;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.contract.notification.NotificationKind;
import io.parley.store.Viewer;
import io.parley.store.notification.Notifications;
import io.parley.store.notification.Notifications.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Of what I want to be told. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/notification_settings")
@Tag(name = "Notifications")
class NotificationSettingsController {

    private static final String EMAIL = "email_";
    private static final String PUSH = "push_";

    private final Notifications notifications;

    NotificationSettingsController(Notifications notifications) {
        this.notifications = notifications;
    }

    @GetMapping
    @Operation(summary = "Of what I want to be told: by e-mail, and here")
    Mono<SettingsJson> show(Viewer viewer) {
        return notifications.settings(viewer).map(it -> SettingsJson.of(viewer, it));
    }

    @UpdateMapping
    @Operation(summary = "Say of what I want to be told")
    @Takes({"selected_email_flags: texts", "selected_push_flags: texts"})
    Mono<SettingsJson> save(Viewer viewer, Parameters parameters) {
        Parameters in = parameters.unwrapped("notification_settings");
        return notifications
                .settings(viewer)
                .map(now -> new Settings(
                        in.has("selected_email_flags") ? kinds(in, "selected_email_flags", EMAIL) : now.email(),
                        in.has("selected_push_flags") ? kinds(in, "selected_push_flags", PUSH) : now.push()))
                .flatMap(changed -> notifications.saveSettings(viewer, changed))
                .map(it -> SettingsJson.of(viewer, it));
    }

    private static Set<NotificationKind> kinds(Parameters in, String name, String prefix) {
        Set<NotificationKind> kinds = EnumSet.noneOf(NotificationKind.class);
        for (String flag : in.texts(name)) {
            try {
                kinds.add(NotificationKind.of(flag.startsWith(prefix) ? flag.substring(prefix.length()) : flag));
            } catch (IllegalArgumentException e) {
                throw new BadInput(flag + " is no flag of " + name);
            }
        }
        return kinds;
    }

    /** Chatwoot's flags: a prefix and the kind. */
    @Wire
    record SettingsJson(
            int id,
            int userId,
            int accountId,
            List<String> allEmailFlags,
            List<String> selectedEmailFlags,
            List<String> allPushFlags,
            List<String> selectedPushFlags) {

        static SettingsJson of(Viewer viewer, Settings settings) {
            Set<NotificationKind> all = EnumSet.allOf(NotificationKind.class);
            return new SettingsJson(
                    viewer.agentId().value(),
                    viewer.agentId().value(),
                    viewer.accountId().value(),
                    flags(EMAIL, all),
                    flags(EMAIL, settings.email()),
                    flags(PUSH, all),
                    flags(PUSH, settings.push()));
        }

        private static List<String> flags(String prefix, Collection<NotificationKind> kinds) {
            return kinds.stream().sorted().map(it -> prefix + it.wireName()).toList();
        }
    }
}

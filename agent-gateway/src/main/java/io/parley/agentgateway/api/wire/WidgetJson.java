package io.parley.agentgateway.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.inbox.WebchatChannel;
import io.parley.store.inbox.Inboxes.InboxDetails;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a web-chat inbox has beside the keys all inboxes have. */
@Wire
public record WidgetJson(
        boolean preChatFormEnabled,
        JsonNode preChatFormOptions,
        boolean continuityViaEmail,
        String widgetPosition,
        String widgetLocale,
        @Nullable List<String> widgetLocales) {

    private static final String SNIPPET = """
            <script>
              (function (d, t) {
                var BASE_URL = "%1$s";
                var g = d.createElement(t), s = d.getElementsByTagName(t)[0];
                g.src = BASE_URL + "/packs/js/sdk.js";
                g.defer = true;
                g.async = true;
                s.parentNode.insertBefore(g, s);
                g.onload = function () {
                  window.chatwootSDK.run({ websiteToken: "%2$s", baseUrl: BASE_URL });
                };
              })(document, "script");
            </script>
            """;

    public static WidgetJson of(InboxDetails details) {
        WebchatChannel channel = Objects.requireNonNull(details.webchat());
        JsonNode extra = details.extraSettings();
        JsonNode options = extra.path("pre_chat_form_options");
        return new WidgetJson(
                channel.preChatForm() != null && channel.preChatForm().enabled(),
                options.isObject() ? options : JsonNodeFactory.instance.objectNode(),
                extra.path("continuity_via_email").asBoolean(false),
                Objects.requireNonNullElse(channel.position(), "right"),
                Objects.requireNonNullElse(channel.locale(), "en"),
                channel.locales());
    }

    /** What a site's owner puts into their pages. */
    static String snippet(WebchatChannel channel, URI frontendUrl) {
        return SNIPPET.formatted(frontendUrl.toString().replaceAll("/+$", ""), channel.websiteToken());
    }
}

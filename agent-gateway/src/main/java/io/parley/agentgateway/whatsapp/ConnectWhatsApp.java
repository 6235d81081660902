package io.parley.agentgateway.whatsapp;

import io.parley.store.Viewer;
import io.parley.store.inbox.Inboxes.InboxChange;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.inbox.Inboxes.NewInbox;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Makes an inbox out of an instance of Evolution API: checks it, creates it when asked, stores the inbox, points the
 * instance's webhook to it and learns whether the number is connected.
 *
 * <p>What the administrator can mend (wrong key, no such instance, address out of reach) is
 * {@link io.parley.store.StoreFailure.Invalid} about {@code provider_config}, with a sentence that says what to do.
 */
public interface ConnectWhatsApp {

    /**
     * Answers with the inbox as it then is, its connection included.
     *
     * @param inbox of channel WhatsApp, still without its Evolution channel
     */
    Mono<InboxDetails> connect(Viewer administrator, NewInbox inbox, Settings settings);

    /**
     * As {@link #connect}, for an inbox that is there: with new settings after an administrator's change, or with none
     * at all to set the webhook right and ask for a new QR code.
     *
     * @param change what else of the inbox changes, still without its Evolution channel
     */
    Mono<InboxDetails> reconnect(Viewer administrator, InboxDetails inbox, InboxChange change, Settings settings);

    /**
     * What an administrator says of an instance. Absent values: the inbox's own when it has one, else the hub's
     * {@code EVOLUTION_API_URL} and {@code EVOLUTION_API_KEY}, else {@code Invalid}.
     *
     * @param apiKey in clear, straight from the request
     * @param createInstance whether to create the instance when Evolution has none of the name
     * @param headerSecret what every webhook has to carry in {@code X-Hub-Token}, in clear; empty: no longer asked for
     * @param jwtKey HS256 key of the webhooks' {@code Authorization} header, in clear; empty: no longer asked for
     */
    record Settings(
            @Nullable URI baseUrl,
            @Nullable String apiKey,
            @Nullable String instance,
            boolean createInstance,
            @Nullable String headerSecret,
            @Nullable String jwtKey,
            @Nullable Integer messagesPerSecond) {

        /** Nothing new. */
        public static final Settings UNCHANGED = new Settings(null, null, null, false, null, null, null);

        @Override
        public String toString() {
            return "Settings[baseUrl=" + baseUrl + ", instance=" + instance + "]";
        }
    }
}

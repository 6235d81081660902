package io.parley.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Evolution API's side of an inbox's webhook: bodies as it composes them, and its habit of sending again. */
public final class Webhooks {

    private static final Duration RETRY_DELAY = Duration.ofMillis(200);

    private final URI url;

    public Webhooks(URI url) {
        this.url = url;
    }

    /** A text of a person, in the shape of Evolution 2.3.6. */
    public static ObjectNode text(String instance, String digits, String name, String sourceId, String body) {
        ObjectNode envelope =
                Api.JSON.createObjectNode().put("event", "messages.upsert").put("instance", instance);
        ObjectNode data = envelope.putObject("data");
        data.putObject("key")
                .put("remoteJid", digits + "@s.whatsapp.net")
                .put("fromMe", false)
                .put("id", sourceId)
                .put("participant", "")
                .put("addressingMode", "pn");
        data.put("pushName", name).put("status", "DELIVERY_ACK");
        data.putObject("message").put("conversation", body);
        data.put("messageType", "conversation")
                .put("messageTimestamp", Instant.now().getEpochSecond())
                .put("source", "android");
        return envelope.put("date_time", Instant.now().toString()).put("sender", "5511900000001@s.whatsapp.net");
    }

    /** The status of one try. */
    public int post(ObjectNode body) {
        return Api.send(HttpRequest.newBuilder(url)
                        .timeout(Duration.ofSeconds(30))
                        .header("content-type", "application/json")
                        .POST(Api.body(body)))
                .status();
    }

    /** Sends until the hub accepts, as Evolution does on refused connections and 5xx; gives up when interrupted. */
    public void postUntilAccepted(ObjectNode body) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                int status = post(body);
                if (status / 100 == 2) {
                    return;
                }
                if (status / 100 == 4) {
                    throw new AssertionError("the hub refused a webhook for good with " + status);
                }
            } catch (UncheckedIOException e) {
                // the hub is down: exactly what sending again is for
            }
            LockSupport.parkNanos(RETRY_DELAY.toNanos());
        }
    }
}

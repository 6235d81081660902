package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.Instance.QrCode;
import io.parley.evolution.simulator.Instance.State;
import java.time.Clock;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Connects instances to WhatsApp and cuts them off, with the events that either brings. */
final class Connections {

    private static final int QR_LIMIT = 30;

    private final Settings settings;
    private final Instances instances;
    private final Webhooks webhooks;
    private final Changes changes;
    private final Clock clock;
    private final Timer timer;

    Connections(Settings settings, Instances instances, Webhooks webhooks, Changes changes, Clock clock, Timer timer) {
        this.settings = settings;
        this.instances = instances;
        this.webhooks = webhooks;
        this.changes = changes;
        this.clock = clock;
        this.timer = timer;
    }

    /** Shows QR codes until one is scanned. Does nothing when it does so already. */
    synchronized void connect(Instance instance, @Nullable String number) {
        if (instance.state != State.CLOSE) {
            return;
        }
        instance.state = State.CONNECTING;
        webhooks.emit(instance, "connection.update", update(instance, "connecting", 200));
        showCode(instance, number, 1);
        changes.announce();
    }

    /** Somebody scans the code; without one the instance connects all the same. */
    synchronized void scan(Instance instance, @Nullable String number) {
        if (instance.state == State.OPEN) {
            return;
        }
        if (number != null) {
            instance.number = number;
        }
        if (instance.number == null) {
            instance.number = "55119%08d".formatted(ThreadLocalRandom.current().nextInt(100_000_000));
        }
        if (instance.state == State.CLOSE) {
            webhooks.emit(instance, "connection.update", update(instance, "connecting", 200));
        }
        instance.state = State.OPEN;
        instance.paired = true;
        instance.qr = null;
        WebhookConfig webhook = instance.webhook;
        instance.base64 = webhook != null && webhook.base64();
        webhooks.emit(instance, "connection.update", opened(instance));
        instances.save();
        changes.announce();
    }

    /** Cuts the instance off for good, as when the number's owner logs it out; 401 is that reason. */
    synchronized void close(Instance instance, int statusReason) {
        if (instance.state == State.CLOSE) {
            return;
        }
        instance.state = State.CLOSE;
        instance.qr = null;
        webhooks.emit(instance, "connection.update", update(instance, "close", statusReason));
        String at = clock.instant().toString();
        webhooks.emit(
                instance,
                "status.instance",
                Json.object()
                        .put("instance", instance.name)
                        .put("status", "closed")
                        .put("disconnectionAt", at)
                        .put("disconnectionReasonCode", statusReason)
                        .put(
                                "disconnectionObject",
                                "{\"error\":{\"output\":{\"statusCode\":%d}},\"date\":\"%s\"}"
                                        .formatted(statusReason, at)));
        instances.save();
        changes.announce();
    }

    /** The line is dead and Evolution has not noticed, or reconnects in silence: no event says so. */
    synchronized void lose(Instance instance) {
        instance.state = State.CONNECTING;
        instance.qr = null;
        changes.announce();
    }

    synchronized void logout(Instance instance) {
        close(instance, 401);
        webhooks.emit(instance, "logout.instance", null);
    }

    synchronized void restart(Instance instance) {
        if (instance.state == State.OPEN) {
            webhooks.emit(instance, "connection.update", update(instance, "connecting", 200));
            WebhookConfig webhook = instance.webhook;
            instance.base64 = webhook != null && webhook.base64();
            webhooks.emit(instance, "connection.update", opened(instance));
        }
    }

    private void showCode(Instance instance, @Nullable String number, int count) {
        if (count > QR_LIMIT) {
            instance.state = State.CLOSE;
            instance.qr = null;
            webhooks.emit(
                    instance,
                    "qrcode.updated",
                    Json.object()
                            .put("message", "QR code limit reached, please login again")
                            .put("statusCode", 500));
            webhooks.emit(
                    instance,
                    "connection.update",
                    opened(instance).put("state", "refused").put("statusReason", 428));
            return;
        }
        String code = "2@" + random(48) + "," + random(32) + "," + random(32) + "," + random(24);
        String pairing = number == null ? null : Ids.hex(4);
        QrCode qr = new QrCode(code, pairing, QrImage.dataUrl(code), count);
        instance.qr = qr;
        ObjectNode data = Json.object();
        data.putObject("qrcode")
                .put("instance", instance.name)
                .put("pairingCode", qr.pairingCode())
                .put("code", qr.code())
                .put("base64", qr.image());
        webhooks.emit(instance, "qrcode.updated", data);
        timer.after(settings.qrLifetime(), () -> renew(instance, number, qr));
    }

    private synchronized void renew(Instance instance, @Nullable String number, QrCode old) {
        if (instance.state == State.CONNECTING && old.equals(instance.qr)) {
            showCode(instance, number, old.count() + 1);
        }
        changes.announce();
    }

    private static ObjectNode update(Instance instance, String state, int reason) {
        return Json.object().put("instance", instance.name).put("state", state).put("statusReason", reason);
    }

    private static ObjectNode opened(Instance instance) {
        return Json.object()
                .put("instance", instance.name)
                .put("wuid", instance.ownJid())
                .put("profileName", instance.name)
                .putNull("profilePictureUrl")
                .put("state", "open")
                .put("statusReason", 200);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}

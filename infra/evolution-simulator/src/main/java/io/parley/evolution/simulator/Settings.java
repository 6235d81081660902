package io.parley.evolution.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator behaves from its start on; {@link #DEFAULTS} is Evolution API 2.3.6 as its Docker image is set.
 *
 * @param port 0 takes a free one
 * @param host the address to listen on
 * @param apiKey the global key
 * @param data folder in which instances, webhooks and phones outlive a restart; null keeps nothing
 * @param version what {@code GET /} names; from 2.4 on sends heed {@code messageId}
 * @param zone whose wall clock {@code date_time} shows, with a {@code Z} that lies
 * @param openAtOnce whether a new instance is connected without a scan
 * @param addressing how a phone's chats are addressed unless the phone says otherwise
 * @param exposeTokens whether webhooks carry the instance's token
 * @param echoBeforeAnswer whether {@code send.message} is delivered before the send is answered, not about then
 * @param mediaUrls whether media messages name a URL, as with S3
 * @param receipts when a phone acknowledges
 * @param autoRead whether phones read by themselves; a phone may say otherwise
 * @param qrLifetime how long a QR code is good
 * @param retries when a webhook is tried again
 * @param keepMessages how many messages an instance remembers
 */
public record Settings(
        int port,
        String host,
        String apiKey,
        @Nullable Path data,
        String version,
        ZoneId zone,
        boolean openAtOnce,
        Addressing addressing,
        boolean exposeTokens,
        boolean echoBeforeAnswer,
        boolean mediaUrls,
        Receipts receipts,
        boolean autoRead,
        Duration qrLifetime,
        Retries retries,
        int keepMessages) {

    public static final Settings DEFAULTS = new Settings(
            8081,
            "127.0.0.1",
            "simulator-key",
            null,
            "2.3.6",
            ZoneId.of("America/Sao_Paulo"),
            true,
            Addressing.PHONE,
            false,
            false,
            false,
            new Receipts(Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofMillis(1_500)),
            true,
            Duration.ofSeconds(45),
            Retries.DEFAULTS,
            5_000);

    /** On a free port, with receipts and retries so fast that a test does not feel them. */
    public static Settings forTests() {
        return DEFAULTS.toBuilder()
                .port(0)
                .receipts(new Receipts(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(15)))
                .retries(new Retries(10, Duration.ofMillis(50), Duration.ofMillis(500), true, 0.2))
                .keepMessages(200_000)
                .build();
    }

    /** Reads {@code SIMULATOR_…}; what is absent or empty is as in {@link #DEFAULTS}. */
    public static Settings from(Map<String, String> environment) {
        Builder builder = DEFAULTS.toBuilder();
        environment.forEach((name, value) -> {
            if (!value.isBlank()) {
                builder.set(name, value.strip());
            }
        });
        return builder.build();
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /** How WhatsApp names the person of a chat. */
    public enum Addressing {
        /** By phone number; the linked id, when there is one, comes beside it. */
        PHONE,
        /** By linked id; the phone number comes beside it. */
        LID,
        /** By linked id, and nobody says the phone number. */
        LID_ONLY
    }

    /**
     * When a phone acknowledges, each counted from the one before.
     *
     * @param read only when the phone reads by itself
     */
    public record Receipts(Duration serverAck, Duration delivery, Duration read) {}

    /**
     * Evolution's webhook retries.
     *
     * @param attempts tries altogether
     * @param initial wait after the first failure, and the least there is
     * @param jitter part of a wait by which it may be longer or shorter
     */
    public record Retries(int attempts, Duration initial, Duration max, boolean exponential, double jitter) {

        public static final Retries DEFAULTS =
                new Retries(10, Duration.ofSeconds(5), Duration.ofSeconds(300), true, 0.2);

        /** Answers that drop the event at once. */
        static final Set<Integer> FINAL = Set.of(400, 401, 403, 404, 422);

        public Retries {
            if (attempts < 1 || initial.isNegative() || max.compareTo(initial) < 0 || jitter < 0 || jitter > 1) {
                throw new IllegalArgumentException("retries need an attempt, and waits that do not shrink");
            }
        }

        /**
         * The wait after this many failures.
         *
         * @param random from 0 to 1
         */
        Duration after(int failures, double random) {
            double factor = exponential ? Math.pow(2, failures - 1.0) : 1;
            double wait = Math.min(initial.toMillis() * factor, (double) max.toMillis());
            double jittered = wait * (1 + jitter * (2 * random - 1));
            return Duration.ofMillis(Math.max(initial.toMillis(), Math.round(jittered)));
        }
    }

    /** Changes some settings and keeps the rest. */
    public static final class Builder {

        private int port;
        private String host;
        private String apiKey;
        private @Nullable Path data;
        private String version;
        private ZoneId zone;
        private boolean openAtOnce;
        private Addressing addressing;
        private boolean exposeTokens;
        private boolean echoBeforeAnswer;
        private boolean mediaUrls;
        private Receipts receipts;
        private boolean autoRead;
        private Duration qrLifetime;
        private Retries retries;
        private int keepMessages;

        private Builder(Settings from) {
            this.port = from.port;
            this.host = from.host;
            this.apiKey = from.apiKey;
            this.data = from.data;
            this.version = from.version;
            this.zone = from.zone;
            this.openAtOnce = from.openAtOnce;
            this.addressing = from.addressing;
            this.exposeTokens = from.exposeTokens;
            this.echoBeforeAnswer = from.echoBeforeAnswer;
            this.mediaUrls = from.mediaUrls;
            this.receipts = from.receipts;
            this.autoRead = from.autoRead;
            this.qrLifetime = from.qrLifetime;
            this.retries = from.retries;
            this.keepMessages = from.keepMessages;
        }

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder host(String value) {
            host = value;
            return this;
        }

        public Builder apiKey(String value) {
            apiKey = value;
            return this;
        }

        public Builder data(@Nullable Path value) {
            data = value;
            return this;
        }

        public Builder version(String value) {
            version = value;
            return this;
        }

        public Builder zone(ZoneId value) {
            zone = value;
            return this;
        }

        public Builder openAtOnce(boolean value) {
            openAtOnce = value;
            return this;
        }

        public Builder addressing(Addressing value) {
            addressing = value;
            return this;
        }

        public Builder exposeTokens(boolean value) {
            exposeTokens = value;
            return this;
        }

        public Builder echoBeforeAnswer(boolean value) {
            echoBeforeAnswer = value;
            return this;
        }

        public Builder mediaUrls(boolean value) {
            mediaUrls = value;
            return this;
        }

        public Builder receipts(Receipts value) {
            receipts = value;
            return this;
        }

        public Builder autoRead(boolean value) {
            autoRead = value;
            return this;
        }

        public Builder qrLifetime(Duration value) {
            qrLifetime = value;
            return this;
        }

        public Builder retries(Retries value) {
            retries = value;
            return this;
        }

        public Builder keepMessages(int value) {
            keepMessages = value;
            return this;
        }

        public Settings build() {
            return new Settings(
                    port,
                    host,
                    apiKey,
                    data,
                    version,
                    zone,
                    openAtOnce,
                    addressing,
                    exposeTokens,
                    echoBeforeAnswer,
                    mediaUrls,
                    receipts,
                    autoRead,
                    qrLifetime,
                    retries,
                    keepMessages);
        }

        private void set(String name, String value) {
            switch (name) {
                case "SIMULATOR_PORT" -> port(Integer.parseInt(value));
                case "SIMULATOR_HOST" -> host(value);
                case "SIMULATOR_API_KEY" -> apiKey(value);
                case "SIMULATOR_DATA" -> data(Path.of(value));
                case "SIMULATOR_VERSION" -> version(value);
                case "SIMULATOR_ZONE" -> zone(ZoneId.of(value));
                case "SIMULATOR_OPEN_AT_ONCE" -> openAtOnce(Boolean.parseBoolean(value));
                case "SIMULATOR_ADDRESSING" -> addressing(Addressing.valueOf(value));
                case "SIMULATOR_ECHO_BEFORE_ANSWER" -> echoBeforeAnswer(Boolean.parseBoolean(value));
                case "SIMULATOR_MEDIA_URLS" -> mediaUrls(Boolean.parseBoolean(value));
                case "SIMULATOR_AUTO_READ" -> autoRead(Boolean.parseBoolean(value));
                default -> {
                    // not ours
                }
            }
        }
    }
}

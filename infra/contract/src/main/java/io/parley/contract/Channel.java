package io.parley.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A kind of transport. The wire name is part of topic names. */
public enum Channel {
    WHATSAPP("whatsapp"),
    EMAIL("email"),
    WEBCHAT("webchat"),
    API("api");

    private final String wireName;

    Channel(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    @JsonCreator
    public static Channel of(String wireName) {
        for (Channel channel : values()) {
            if (channel.wireName.equals(wireName)) {
                return channel;
            }
        }
        throw new IllegalArgumentException("no channel is named " + wireName);
    }
}

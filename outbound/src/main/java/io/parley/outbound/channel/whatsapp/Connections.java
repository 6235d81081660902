package io.parley.outbound.channel.whatsapp;

import io.parley.contract.inbound.ConnectionState;
import io.parley.evolution.EvolutionFailure;
import io.parley.outbound.channel.ConnectionNews;
import reactor.core.publisher.Mono;

/** What Evolution API's answer about an instance means for the inbox. */
final class Connections {

    private Connections() {}

    static Mono<ConnectionNews> newsOf(io.parley.evolution.ConnectionState state) {
        return switch (state) {
            case OPEN -> Mono.just(new ConnectionNews(ConnectionState.OPEN, null));
            case CONNECTING -> Mono.just(new ConnectionNews(ConnectionState.CONNECTING, null));
            case CLOSE, REFUSED ->
                Mono.just(new ConnectionNews(ConnectionState.CLOSED, "the number is not connected to WhatsApp"));
            case UNKNOWN -> Mono.empty();
        };
    }

    static Mono<ConnectionNews> newsOf(EvolutionFailure failure) {
        return switch (failure.kind()) {
            case UNREACHABLE, TIMED_OUT, SERVER_ERROR, NOT_EVOLUTION ->
                Mono.just(new ConnectionNews(ConnectionState.UNKNOWN, "Evolution API cannot be reached"));
            case NOT_CONNECTED ->
                Mono.just(new ConnectionNews(ConnectionState.CLOSED, "the number is not connected to WhatsApp"));
            case NOT_FOUND ->
                Mono.just(new ConnectionNews(ConnectionState.CLOSED, "Evolution API has no such instance"));
            case UNAUTHORIZED, FORBIDDEN ->
                Mono.just(new ConnectionNews(ConnectionState.CLOSED, "Evolution API refuses the key"));
            case LICENSE_REQUIRED ->
                Mono.just(new ConnectionNews(ConnectionState.UNKNOWN, "Evolution API waits for its licence"));
            case RATE_LIMITED, INVALID_REQUEST, TOO_LARGE -> Mono.empty();
        };
    }
}

package io.parley.agentgateway.stream;

import io.parley.agentgateway.security.SignedIn;
import io.parley.contract.id.AccountId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/**
 * The agents' stream as server-sent events, for plain clients. The data of each event is the frame the WebSocket sends,
 * its id the cursor, so that a browser's {@code EventSource} resumes by itself.
 */
@RestController
class AgentEvents {

    private final AgentStreams streams;
    private final StreamProperties properties;

    AgentEvents(AgentStreams streams, StreamProperties properties) {
        this.streams = streams;
        this.properties = properties;
    }

    @GetMapping(path = StreamRequest.PATH, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> stream(
            @AuthenticationPrincipal SignedIn agent,
            @PathVariable int accountId,
            @RequestParam(required = false) @Nullable String after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        String cursor = lastEventId == null ? after : lastEventId;
        Flux<ServerSentEvent<String>> frames = streams.open(StreamRequest.of(agent, new AccountId(accountId), cursor))
                .map(AgentEvents::event)
                .onErrorComplete(AgentStreams.TooSlow.class);
        Flux<ServerSentEvent<String>> pings = Flux.interval(properties.pingInterval())
                .onBackpressureDrop()
                .map(tick -> ServerSentEvent.<String>builder().comment("ping").build());
        return Flux.merge(frames.materialize(), pings.materialize()).dematerialize(); // ends when either does
    }

    private static ServerSentEvent<String> event(Frame frame) {
        ServerSentEvent.Builder<String> event =
                ServerSentEvent.<String>builder().event(frame.type()).data(frame.json());
        return frame.id() == null ? event.build() : event.id(frame.id()).build();
    }
}

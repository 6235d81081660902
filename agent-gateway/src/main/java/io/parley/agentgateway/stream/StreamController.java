package io.parley.agentgateway.stream;

import io.parley.agentgateway.security.SignedIn;
import io.parley.store.Viewer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** The agents' stream, at one path for both: a handshake gets the WebSocket, every other request server-sent events. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/stream")
@Tag(name = "Stream")
class StreamController {

    private final AgentStreams streams;
    private final AgentSocket socket;
    private final StreamProperties properties;
    private final WebSocketService handshakes = new HandshakeWebSocketService();

    StreamController(AgentStreams streams, AgentSocket socket, StreamProperties properties) {
        this.streams = streams;
        this.socket = socket;
        this.properties = properties;
    }

    @GetMapping(headers = "Sec-WebSocket-Key")
    @Operation(hidden = true)
    Mono<Void> socket(
            SignedIn agent,
            Viewer viewer,
            @RequestParam(required = false) @Nullable String after,
            ServerWebExchange exchange) {
        StreamRequest request = StreamRequest.of(agent, viewer, after);
        Runnable cut = () -> cut(exchange.getResponse());
        return handshakes.handleRequest(exchange, session -> socket.serve(session, request, cut));
    }

    /** The data of each event is the frame the WebSocket sends, its id the cursor: browsers resume by themselves. */
    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "What happens, live: as server-sent events, or over WebSocket",
            description = "Frames {id, type, data}: everything after the cursor, then {type: \"caught-up\"}, then what"
                    + " happens. A cursor that reaches back too far gets {type: \"reset\"}: fetch anew. Come back with the"
                    + " last id whenever the connection ends. Browsers, which cannot set headers here, put access_token"
                    + " (with client and uid when it is a session's) into the query.")
    Flux<ServerSentEvent<String>> events(
            SignedIn agent,
            Viewer viewer,
            @RequestParam(required = false) @Nullable String after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            ServerHttpResponse response) {
        response.getHeaders().set("X-Accel-Buffering", "no"); // nginx would collect events
        StreamRequest request = StreamRequest.of(agent, viewer, lastEventId == null ? after : lastEventId);
        Flux<ServerSentEvent<String>> frames = streams.open(request)
                .doOnError(StreamEnded.class, ended -> cutIfTooSlow(ended, response))
                .onErrorComplete(StreamEnded.class)
                .map(StreamController::event);
        return Flux.merge(frames.materialize(), pings().materialize()).dematerialize(); // ends when the frames do
    }

    private Flux<ServerSentEvent<String>> pings() {
        return Flux.interval(properties.pingInterval())
                .onBackpressureDrop()
                .map(tick -> ServerSentEvent.<String>builder().comment("ping").build());
    }

    private static ServerSentEvent<String> event(Frame frame) {
        ServerSentEvent.Builder<String> event =
                ServerSentEvent.<String>builder().event(frame.type()).data(frame.json());
        return frame.id() == null ? event.build() : event.id(frame.id()).build();
    }

    /** Else the end of the answer would wait behind events that nobody reads. */
    private static void cutIfTooSlow(StreamEnded ended, ServerHttpResponse response) {
        if (ended.isTooSlow()) {
            cut(response);
        }
    }

    private static void cut(ServerHttpResponse response) {
        HttpServerResponse connected = ServerHttpResponseDecorator.getNativeResponse(response);
        connected.withConnection(connection -> connection.channel().close());
    }
}

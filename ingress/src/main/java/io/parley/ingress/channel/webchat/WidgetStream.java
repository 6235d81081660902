package io.parley.ingress.channel.webchat;

import io.parley.runtime.visitor.VisitorFrame;
import io.parley.runtime.visitor.VisitorStreams;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
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

/** What visitors are told, at one path: a handshake gets the WebSocket, every other request server-sent events. */
@RestController
@RequestMapping("/widget/stream")
class WidgetStream {

    private final WidgetCallers callers;
    private final WidgetSocket socket;
    private final VisitorStreams streams;
    private final WebchatProperties properties;
    private final WebSocketService handshakes = new HandshakeWebSocketService();

    WidgetStream(WidgetCallers callers, WidgetSocket socket, VisitorStreams streams, WebchatProperties properties) {
        this.callers = callers;
        this.socket = socket;
        this.streams = streams;
        this.properties = properties;
    }

    @GetMapping(headers = "Sec-WebSocket-Key")
    Mono<Void> socket(ServerWebExchange exchange) {
        return callers.countAddress(exchange.getRequest())
                .then(Mono.defer(() -> handshakes.handleRequest(exchange, socket::serve)));
    }

    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> events(
            @RequestParam(required = false) @Nullable String after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        response.getHeaders().set("X-Accel-Buffering", "no"); // nginx would collect events
        Flux<ServerSentEvent<String>> pings = Flux.interval(properties.pingInterval())
                .onBackpressureDrop()
                .map(tick -> ServerSentEvent.<String>builder().comment("ping").build());
        return callers.of(request)
                .flatMapMany(caller -> streams.follow(caller.visitor(), lastEventId == null ? after : lastEventId))
                .map(WidgetStream::event)
                .mergeWith(pings)
                .takeUntilOther(socket.stopped());
    }

    private static ServerSentEvent<String> event(VisitorFrame frame) {
        ServerSentEvent.Builder<String> event =
                ServerSentEvent.<String>builder().data(frame.json());
        return frame.id() == null ? event.build() : event.id(frame.id()).build();
    }
}

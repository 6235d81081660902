package io.parley.evolution;

import io.netty.channel.ChannelOption;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Makes the clients of all instances, on connections and threads of its own.
 *
 * <p>Not Reactor Netty's global ones: several applications may share a JVM, and closing one of them must not close the
 * connections of the others. Clients are cheap; make one wherever an instance is at hand.
 */
public final class EvolutionClients implements AutoCloseable {

    /**
     * Below the five seconds after which Node closes an idle connection, so that no send is written into a dying one.
     */
    private static final Duration IDLE = Duration.ofSeconds(4);

    private final EvolutionClientSettings settings;
    private final Clock clock;
    private final ConnectionProvider connections;
    private final LoopResources loops;
    private final WebClient web;
    private final WebClient mediaWeb;

    public EvolutionClients() {
        this(EvolutionClientSettings.DEFAULTS, Clock.systemUTC());
    }

    public EvolutionClients(EvolutionClientSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.connections = ConnectionProvider.builder("evolution")
                .maxConnections(settings.maxConnections())
                .pendingAcquireMaxCount(10 * settings.maxConnections())
                .pendingAcquireTimeout(settings.connectTimeout())
                .maxIdleTime(IDLE)
                .evictInBackground(IDLE)
                .build();
        this.loops = LoopResources.create("evolution", 2, true);
        HttpClient http = HttpClient.create(connections)
                .runOn(loops)
                .followRedirect(false)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.connectTimeout().toMillis()));
        this.web = webClient(http, settings.maxAnswer().toBytes());
        this.mediaWeb = webClient(http, settings.maxMedia().toBytes());
    }

    public EvolutionClient of(EvolutionInstance instance) {
        Duration grace = settings.connectTimeout().multipliedBy(2);
        return new EvolutionClient(
                instance,
                new Transport(web, instance, grace),
                new Transport(mediaWeb, instance, grace),
                new SendClassifier(instance, clock, settings.maxRetryAfter()),
                new Answers(instance, clock, settings.maxRetryAfter()),
                settings);
    }

    @Override
    public void close() {
        connections.dispose();
        loops.dispose();
    }

    private static WebClient webClient(HttpClient http, long limit) {
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(Math.toIntExact(limit)))
                .build();
    }
}

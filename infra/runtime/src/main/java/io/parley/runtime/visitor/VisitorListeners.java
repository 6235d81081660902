package io.parley.runtime.visitor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.ReactiveSubscription.Message;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.ReactiveRedisMessageListenerContainer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One connection for what all visitors of a node are told. It is made with the first who listens, because Redis may
 * come up later than the hub; while that fails, each who listens tries again.
 */
public class VisitorListeners implements DisposableBean {

    private final Mono<ReactiveRedisMessageListenerContainer> container;
    private volatile @Nullable ReactiveRedisMessageListenerContainer made;

    public VisitorListeners(ReactiveRedisConnectionFactory connections) {
        // connecting blocks
        this.container = Mono.fromCallable(() -> make(connections))
                .subscribeOn(Schedulers.boundedElastic())
                .cache(connected -> Duration.ofMillis(Long.MAX_VALUE), failed -> Duration.ZERO, () -> Duration.ZERO);
    }

    private ReactiveRedisMessageListenerContainer make(ReactiveRedisConnectionFactory connections) {
        ReactiveRedisMessageListenerContainer connected = new ReactiveRedisMessageListenerContainer(connections);
        made = connected;
        return connected;
    }

    /** Completes with what is told from then on, once it is sure that nothing of that is missed. */
    Mono<Flux<String>> listen(String channel) {
        return container
                .flatMap(connected -> connected.receiveLater(ChannelTopic.of(channel)))
                .map(messages -> messages.map(Message::getMessage));
    }

    @Override
    public void destroy() {
        ReactiveRedisMessageListenerContainer open = made;
        if (open != null) {
            open.destroy();
        }
    }
}

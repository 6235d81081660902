package io.parley.runtime.visitor;

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
 * One connection for what all visitors of this node are told by publish and subscribe. It is made when somebody first
 * listens, because making it fails while Redis is away, and a hub starts without Redis.
 */
final class VisitorChannels implements DisposableBean {

    private final ReactiveRedisConnectionFactory connections;
    private @Nullable ReactiveRedisMessageListenerContainer container;

    VisitorChannels(ReactiveRedisConnectionFactory connections) {
        this.connections = connections;
    }

    /** Once subscribed, what is told on a channel from then on; fails while Redis is away, so retry it. */
    Mono<Flux<String>> listen(String channel) {
        return Mono.fromCallable(this::container)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(it -> it.receiveLater(ChannelTopic.of(channel)))
                .map(messages -> messages.map(Message::getMessage));
    }

    /** Waits for a connection, so not for an event loop. */
    private synchronized ReactiveRedisMessageListenerContainer container() {
        ReactiveRedisMessageListenerContainer made = container;
        if (made == null) {
            made = new ReactiveRedisMessageListenerContainer(connections);
            container = made;
        }
        return made;
    }

    @Override
    public synchronized void destroy() {
        if (container != null) {
            container.destroy();
        }
    }
}

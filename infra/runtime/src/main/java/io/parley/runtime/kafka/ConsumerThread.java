package io.parley.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic in a thread and with a consumer of its own, for what no binding can do. After a failure it begins anew.
 */
public final class ConsumerThread {

    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Whoever read for so long was well: its next failure is another. */
    private static final Duration WELL = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(ConsumerThread.class);

    private final String name;
    private final Map<String, Object> config;
    private final Consumer<KafkaConsumer<byte[], byte[]>> reader;
    private volatile CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    /** @param reader reads as long as {@link #isWanted()}; what it throws ends the consumer, and another begins */
    public ConsumerThread(String name, Map<String, Object> config, Consumer<KafkaConsumer<byte[], byte[]>> reader) {
        this.name = name;
        this.config = config;
        this.reader = reader;
    }

    public synchronized void start() {
        stopped = new CountDownLatch(1);
        thread = Thread.ofPlatform().name(name).daemon().start(this::read);
    }

    /** @param patience how long the reader may take to come to an end */
    public synchronized void stop(Duration patience) {
        stopped.countDown();
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        if (thread != null) {
            try {
                thread.join(patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    public synchronized boolean isRunning() {
        return thread != null;
    }

    public boolean isWanted() {
        return stopped.getCount() > 0;
    }

    private void read() {
        boolean reported = false;
        while (isWanted()) {
            long begun = System.nanoTime();
            try (KafkaConsumer<byte[], byte[]> reading =
                    new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = reading;
                reader.accept(reading);
            } catch (WakeupException e) {
                log.debug("{} was woken to stop", name, e);
            } catch (RuntimeException e) {
                boolean anew = System.nanoTime() - begun > WELL.toNanos();
                if (!reported || anew) {
                    log.warn("{} cannot read now and tries again: {}", name, e.toString());
                    reported = true;
                }
                pause();
            } finally {
                consumer = null;
            }
        }
    }

    private void pause() {
        try {
            var unused = stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }
}

package io.parley.store.embedding;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A model in this process. It is loaded when first asked and let go when nobody asks any more, so that a hub at rest
 * does without its memory. Batches have one thread and questions another: nobody who searches waits behind a batch.
 */
final class LocalEmbedder implements Embedder {

    /** Texts of about the same length go together: a batch is as wide as its longest. */
    private static final int TOGETHER = 8;

    private static final int QUESTIONS_WAITING = 1_000;

    private final ModelDescription description;
    private final int threads;
    private final Clock clock;
    private final Scheduler passages = Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, "parley-embedding", 60, true);
    private final Scheduler questions =
            Schedulers.newBoundedElastic(1, QUESTIONS_WAITING, "parley-embedding-questions", 60, true);

    /** Read: the model is in use; written: it is loaded or let go. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private @Nullable OnnxSentenceModel model;
    private volatile Instant used = Instant.EPOCH;

    LocalEmbedder(ModelDescription description, int threads, Clock clock) {
        this.description = description;
        this.threads = threads;
        this.clock = clock;
    }

    @Override
    public Mono<List<float[]>> embed(List<String> texts, Purpose purpose) {
        String prefix = purpose == Purpose.QUESTION ? description.queryPrefix() : description.passagePrefix();
        List<String> prefixed = texts.stream().map(prefix::concat).toList();
        return Mono.fromCallable(() -> embed(prefixed)).subscribeOn(purpose == Purpose.QUESTION ? questions : passages);
    }

    private List<float[]> embed(List<String> texts) {
        used = clock.instant();
        while (true) {
            lock.readLock().lock();
            try {
                if (model != null) {
                    return embed(model, texts);
                }
            } finally {
                lock.readLock().unlock();
                used = clock.instant();
            }
            load();
        }
    }

    private static List<float[]> embed(OnnxSentenceModel model, List<String> texts) {
        List<Integer> byLength = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparing(at -> texts.get(at).length()))
                .toList();
        List<float[]> vectors =
                new ArrayList<>(texts.stream().map(text -> new float[0]).toList());
        for (int from = 0; from < byLength.size(); from += TOGETHER) {
            List<Integer> together = byLength.subList(from, Math.min(from + TOGETHER, byLength.size()));
            List<float[]> made = model.embed(together.stream().map(texts::get).toList());
            IntStream.range(0, made.size()).forEach(at -> vectors.set(together.get(at), made.get(at)));
        }
        return vectors;
    }

    private void load() {
        lock.writeLock().lock();
        try {
            if (model == null) {
                model = OnnxSentenceModel.load(description, threads);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void rest(Instant unusedSince) {
        if (used.isBefore(unusedSince) && lock.writeLock().tryLock()) {
            try {
                letGo();
            } finally {
                lock.writeLock().unlock();
            }
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            letGo();
        } finally {
            lock.writeLock().unlock();
        }
        passages.dispose();
        questions.dispose();
    }

    private void letGo() {
        if (model != null) {
            model.close();
            model = null;
        }
    }
}

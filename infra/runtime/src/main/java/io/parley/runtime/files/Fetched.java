package io.parley.runtime.files;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * An answer whose bytes are still on their way.
 *
 * @param mediaType as the other side says; absent when it does not
 * @param fileName from {@code Content-Disposition}, made safe; absent when there is none
 * @param bytes to be read once, before the function that got it completes; errors past the size limit
 */
public record Fetched(@Nullable String mediaType, @Nullable String fileName, Flux<DataBuffer> bytes) {}

package io.parley.runtime.files;

import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * A file on its way into the store.
 *
 * @param fileName as a person or provider named it; only its ending is kept, in the key
 * @param mediaType as known; given back with the bytes
 * @param bytes read once; its buffers are released
 */
public record FileToStore(String fileName, String mediaType, Flux<DataBuffer> bytes) {}

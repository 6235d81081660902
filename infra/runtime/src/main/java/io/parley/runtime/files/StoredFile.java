package io.parley.runtime.files;

/**
 * A file that is in the store.
 *
 * @param key names it in the store; 128 random bits and an ending, so that nobody can guess it
 */
public record StoredFile(String key, String mediaType, long sizeBytes) {}

package io.parley.store.media;

import io.parley.runtime.files.StoredFile;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are in the file store now.
 *
 * @param fileName as its source named it; absent: keep the one known
 */
record FetchedFile(StoredFile stored, @Nullable String fileName) {}

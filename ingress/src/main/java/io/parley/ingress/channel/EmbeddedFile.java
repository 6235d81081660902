package io.parley.ingress.channel;

import java.nio.file.Path;

/** Bytes that came inside a webhook, already decoded. The file lives as long as the request. */
public record EmbeddedFile(Path path, long sizeBytes) {}

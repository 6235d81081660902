package io.parley.store.embedding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** The texts vectors are made of: one for each chunk, with what the chunk alone would not say. */
public final class DocumentTexts {

    private DocumentTexts() {}

    public static List<String> ofMessage(String text) {
        return Chunks.of(text);
    }

    /** A chunk knows the title it stands under. */
    public static List<String> ofArticle(String title, String content) {
        return Chunks.of(content).stream().map(chunk -> title + "\n" + chunk).toList();
    }

    /** A short code such as {@code refund-policy} is words as well. */
    public static List<String> ofCannedResponse(String shortCode, String content) {
        String words = shortCode.replaceAll("[-_/.]+", " ");
        return Chunks.of(content).stream().map(chunk -> words + "\n" + chunk).toList();
    }

    /** Differs, but for one in 2^64, when a text does. */
    public static long digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

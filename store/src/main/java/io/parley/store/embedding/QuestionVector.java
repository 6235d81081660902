package io.parley.store.embedding;

/**
 * A question as the active model understands it.
 *
 * @param model whose vectors it may be compared with
 * @param vector as pgvector's types are written
 */
public record QuestionVector(int model, int dimensions, String vector) {}

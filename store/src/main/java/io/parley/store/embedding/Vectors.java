package io.parley.store.embedding;

/** Arithmetic on vectors, and how PostgreSQL reads them. */
public final class Vectors {

    private Vectors() {}

    /** In the same direction; nothing stays nothing. */
    static float[] ofLengthOne(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (squares == 0) {
            return vector;
        }
        float length = (float) Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int at = 0; at < vector.length; at++) {
            unit[at] = vector[at] / length;
        }
        return unit;
    }

    /** As pgvector's types are written. */
    public static String text(float[] vector) {
        StringBuilder text = new StringBuilder(vector.length * 12).append('[');
        for (int at = 0; at < vector.length; at++) {
            text.append(at == 0 ? "" : ",").append(vector[at]);
        }
        return text.append(']').toString();
    }
}

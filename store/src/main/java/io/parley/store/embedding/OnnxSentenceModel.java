package io.parley.store.embedding;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.parley.store.embedding.EmbeddingFailure.Misconfigured;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A sentence transformer in ONNX: tokens in, the mean of their vectors out, made as long as 1. Several threads may ask
 * at once. Memory outside the heap; to be closed.
 */
final class OnnxSentenceModel implements AutoCloseable {

    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;
    private final int dimensions;

    private OnnxSentenceModel(
            OrtEnvironment environment, OrtSession session, HuggingFaceTokenizer tokenizer, int dimensions) {
        this.environment = environment;
        this.session = session;
        this.tokenizer = tokenizer;
        this.dimensions = dimensions;
    }

    /**
     * @param threads for one call; no others are started
     * @throws Misconfigured when a file is missing or is no such model
     */
    static OnnxSentenceModel load(ModelDescription description, int threads) {
        stayOffline();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                InputStream tokenizer = open(description.tokenizerFile(), TOKENIZER)) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // what a long text once needed would be kept for ever
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "parley");
            return new OnnxSentenceModel(
                    environment,
                    environment.createSession(bytes(description), options),
                    HuggingFaceTokenizer.newInstance(tokenizer, tokenizing(description.maxTokens())),
                    description.dimensions());
        } catch (IOException | OrtException | RuntimeException e) {
            throw new Misconfigured("The model cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** The tokenizer's library otherwise asks the network for itself, and tells its makers that it is used. */
    private static void stayOffline() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private static byte[] bytes(ModelDescription description) throws IOException {
        try (InputStream model = open(description.modelFile(), MODEL)) {
            return model.readAllBytes();
        }
    }

    private static InputStream open(@Nullable String file, String resource) throws IOException {
        if (file != null) {
            return Files.newInputStream(Path.of(file));
        }
        InputStream packed = OnnxSentenceModel.class.getResourceAsStream(resource);
        if (packed == null) {
            throw new FileNotFoundException(resource);
        }
        return packed;
    }

    private static Map<String, String> tokenizing(int maxTokens) {
        return Map.of(
                "padding",
                "true",
                "truncation",
                "true",
                "maxLength",
                Integer.toString(maxTokens),
                "modelMaxLength",
                Integer.toString(maxTokens));
    }

    /** @throws EmbeddingFailure when the model fails or makes vectors of another length */
    List<float[]> embed(List<String> texts) {
        Encoding[] encodings = tokenizer.batchEncode(texts);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            put(inputs, "input_ids", encodings, Encoding::getIds);
            put(inputs, "attention_mask", encodings, Encoding::getAttentionMask);
            put(inputs, "token_type_ids", encodings, Encoding::getTypeIds);
            try (OrtSession.Result result = session.run(inputs)) {
                Object value = result.get(0).getValue();
                if (!(value instanceof float[][][] tokens)) {
                    throw new Misconfigured("The model is no sentence model: it gives no vector for each token", null);
                }
                return IntStream.range(0, tokens.length)
                        .mapToObj(at -> mean(tokens[at], encodings[at].getAttentionMask()))
                        .toList();
            }
        } catch (OrtException e) {
            throw new EmbeddingFailure.Away("The model failed: " + e.getMessage(), null, e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** Models differ in what they ask for. */
    private void put(
            Map<String, OnnxTensor> inputs, String name, Encoding[] encodings, Function<Encoding, long[]> numbers)
            throws OrtException {
        if (session.getInputNames().contains(name)) {
            long[][] rows = new long[encodings.length][];
            for (int at = 0; at < rows.length; at++) {
                rows[at] = numbers.apply(encodings[at]);
            }
            inputs.put(name, OnnxTensor.createTensor(environment, rows));
        }
    }

    private float[] mean(float[][] tokens, long[] mask) {
        if (tokens[0].length != dimensions) {
            throw new Misconfigured(
                    "The model makes vectors of %d dimensions, the settings say %d"
                            .formatted(tokens[0].length, dimensions),
                    null);
        }
        float[] sum = new float[dimensions];
        for (int token = 0; token < tokens.length; token++) {
            if (mask[token] != 0) {
                for (int at = 0; at < dimensions; at++) {
                    sum[at] += tokens[token][at];
                }
            }
        }
        return Vectors.ofLengthOne(sum);
    }

    @Override
    public void close() {
        tokenizer.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}

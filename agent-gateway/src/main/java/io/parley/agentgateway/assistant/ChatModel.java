package io.parley.agentgateway.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.assistant.Prompts.ChatMessage;
import io.parley.runtime.openai.OpenAiClient;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The model behind the chat endpoint. */
@Component
class ChatModel implements DisposableBean {

    private final AssistantProperties properties;
    private final @Nullable OpenAiClient client;

    ChatModel(AssistantProperties properties, Clock clock) {
        this.properties = properties;
        this.client = properties.isSet() ? new OpenAiClient(properties.url(), properties.key(), clock) : null;
    }

    /** Absent when no endpoint is set. */
    @Nullable
    String name() {
        return properties.isSet() ? properties.model() : null;
    }

    /**
     * The answer in pieces. Errors with an {@link io.parley.runtime.openai.OpenAiFailure}, or with {@link NoAnswer}
     * when the model refuses or breaks off.
     */
    Flux<String> write(List<ChatMessage> messages) {
        if (client == null) {
            return Flux.error(() -> new NoAnswer("No chat endpoint is set"));
        }
        OpenAiClient endpoint = client;
        return Flux.defer(() -> {
            AtomicBoolean ended = new AtomicBoolean();
            return endpoint.stream("/chat/completions", request(messages), properties.silence(), properties.limit())
                    .<String>handle((chunk, sink) -> {
                        JsonNode choice = chunk.path("choices").path(0);
                        String text = choice.path("delta").path("content").asText("");
                        String finish = choice.path("finish_reason").asText("");
                        if (chunk.hasNonNull("error")) {
                            sink.error(new NoAnswer("The chat endpoint failed while it answered"));
                        } else if (choice.path("delta").hasNonNull("refusal") || finish.equals("content_filter")) {
                            sink.error(new NoAnswer("The model refuses to answer"));
                        } else {
                            ended.compareAndSet(false, !finish.isEmpty());
                            if (!text.isEmpty()) {
                                sink.next(text);
                            }
                        }
                    })
                    .concatWith(Mono.defer(
                            () -> ended.get() ? Mono.empty() : Mono.error(new NoAnswer("The answer broke off"))));
        });
    }

    /** Without tools: there is nothing a model could do but write. */
    private ObjectNode request(List<ChatMessage> messages) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("model", properties.model())
                .put("stream", true)
                .put("temperature", properties.temperature())
                .put("max_tokens", properties.maxTokens());
        ArrayNode said = request.putArray("messages");
        messages.forEach(it -> said.addObject().put("role", it.role()).put("content", it.content()));
        return request;
    }

    @Override
    public void destroy() {
        if (client != null) {
            client.close();
        }
    }

    /** There is no answer, or no whole one: a sentence. */
    static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswer(String message) {
            super(message);
        }
    }
}

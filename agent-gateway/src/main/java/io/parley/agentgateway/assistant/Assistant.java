package io.parley.agentgateway.assistant;

import io.parley.agentgateway.assistant.Piece.Citation;
import io.parley.agentgateway.assistant.Piece.Delta;
import io.parley.agentgateway.assistant.Piece.Done;
import io.parley.agentgateway.assistant.Piece.Failed;
import io.parley.agentgateway.assistant.Prompts.ChatMessage;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import io.parley.runtime.openai.OpenAiFailure;
import io.parley.store.Viewer;
import io.parley.store.message.Messages;
import io.parley.store.suggestion.Suggestions;
import io.parley.store.suggestion.Suggestions.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets a chat model write for an agent: a reply grounded in the suggestions' sources, or a summary. What it writes is
 * shown to the agent and goes nowhere by itself.
 */
@Component
public class Assistant {

    /** How far back is read. */
    private static final int PAGES = 5;

    private static final int QUOTE = 200;
    private static final Pattern CITED = Pattern.compile("\\[(\\d{1,3}(?:\\s*,\\s*\\d{1,3})*)]");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** Models that think aloud do so before they answer. */
    private static final Pattern THOUGHTS = Pattern.compile("\\A\\s*<think>.*?</think>\\s*", Pattern.DOTALL);

    private final Messages messages;
    private final Suggestions suggestions;
    private final ChatModel model;

    Assistant(Messages messages, Suggestions suggestions, ChatModel model) {
        this.messages = messages;
        this.suggestions = suggestions;
        this.model = model;
    }

    /** Absent when no chat endpoint is set. */
    public @Nullable String model() {
        return model.name();
    }

    /**
     * The agent's next message, with citations. Fails, before the first piece alone, with an {@link OpenAiFailure} or
     * the store's failures.
     */
    public Flux<Piece> draft(Viewer viewer, int displayId) {
        return Mono.zip(newest(viewer, displayId), suggestions.suggest(viewer, displayId))
                .flatMapMany(both ->
                        write(Prompts.draft(both.getT1(), both.getT2()), text -> citations(text, both.getT2())));
    }

    /** What was said so far, for an agent. Fails as {@link #draft}. */
    public Flux<Piece> summarize(Viewer viewer, int displayId) {
        return newest(viewer, displayId).flatMapMany(said -> write(Prompts.summary(said), text -> List.of()));
    }

    private Flux<Piece> write(List<ChatMessage> prompt, Function<String, List<Citation>> citations) {
        return Flux.defer(() -> {
            StringBuilder whole = new StringBuilder();
            AtomicBoolean begun = new AtomicBoolean();
            Flux<Piece> deltas = model.write(prompt).map(text -> {
                begun.set(true);
                whole.append(text);
                return new Delta(text);
            });
            return deltas.concatWith(Mono.fromSupplier(() -> done(whole.toString(), citations)))
                    .onErrorResume(ChatModel.NoAnswer.class, failure -> Mono.just(failed(failure)))
                    .onErrorResume(
                            OpenAiFailure.class,
                            failure -> begun.get() ? Mono.just(failed(failure)) : Mono.error(failure));
        });
    }

    private static Piece failed(RuntimeException failure) {
        return new Failed(String.valueOf(failure.getMessage()));
    }

    private static Piece done(String whole, Function<String, List<Citation>> citations) {
        String text = THOUGHTS.matcher(whole).replaceFirst("").strip();
        return text.isEmpty() ? new Failed("The model wrote nothing") : new Done(text, citations.apply(text));
    }

    /** Of the sources there are; a number a model made up cites nothing. */
    private static List<Citation> citations(String text, List<Suggestion> sources) {
        return CITED.matcher(text)
                .results()
                .flatMap(cited -> NUMBER.matcher(cited.group(1)).results())
                .map(number -> Integer.parseInt(number.group()))
                .distinct()
                .filter(number -> number >= 1 && number <= sources.size())
                .map(number -> citation(number, sources.get(number - 1)))
                .collect(Collectors.toList());
    }

    private static Citation citation(int number, Suggestion source) {
        String line = source.text().strip();
        return new Citation(number, source.source(), line.length() <= QUOTE ? line : line.substring(0, QUOTE) + "…");
    }

    /** Oldest first. */
    private Mono<List<MessageView>> newest(Viewer viewer, int displayId) {
        return page(viewer, displayId, null)
                .expand(page -> page.isEmpty()
                        ? Mono.empty()
                        : page(viewer, displayId, page.getFirst().id()))
                .take(PAGES)
                .collectList()
                .map(pages -> {
                    List<MessageView> all = new ArrayList<>();
                    pages.reversed().forEach(all::addAll);
                    return all;
                });
    }

    private Mono<List<MessageView>> page(Viewer viewer, int displayId, @Nullable MessageId before) {
        return messages.list(viewer, displayId, before, null).map(Messages.MessageWindow::messages);
    }
}

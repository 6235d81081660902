package io.parley.store.attribute;

import io.parley.store.Viewer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which custom attributes an account keeps of contacts and conversations, and how they are shown. */
public interface AttributeDefinitions {

    /** By name. */
    Flux<Definition> list(Viewer viewer, @Nullable Model model);

    Mono<Definition> find(Viewer viewer, int id);

    Mono<Definition> create(Viewer administrator, DefinitionChange definition);

    /** Key, model and type never change: values were entered by them. */
    Mono<Definition> update(Viewer administrator, int id, DefinitionChange change);

    /** The values stay with their contacts and conversations. */
    Mono<Void> delete(Viewer administrator, int id);

    /** Whose attribute it is; in the order of their numbers on Chatwoot's wire. */
    enum Model {
        CONVERSATION,
        CONTACT
    }

    /** How a value is entered and shown; in the order of their numbers on Chatwoot's wire. */
    enum Type {
        TEXT,
        NUMBER,
        CURRENCY,
        PERCENT,
        LINK,
        DATE,
        LIST,
        CHECKBOX
    }

    /** @param choices of a list */
    record Definition(
            int id,
            Model model,
            String key,
            String displayName,
            Type type,
            @Nullable String description,
            @Nullable String regexPattern,
            @Nullable String regexCue,
            List<String> choices,
            @Nullable String defaultValue,
            Instant createdAt,
            Instant updatedAt) {
        public Definition {
            choices = List.copyOf(choices);
        }
    }

    /** Absent fields stay. */
    record DefinitionChange(
            @Nullable Model model,
            @Nullable String key,
            @Nullable String displayName,
            @Nullable Type type,
            @Nullable String description,
            @Nullable String regexPattern,
            @Nullable String regexCue,
            @Nullable List<String> choices,
            @Nullable String defaultValue) {}
}

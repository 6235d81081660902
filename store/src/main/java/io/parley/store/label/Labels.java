package io.parley.store.label;

import io.parley.store.Viewer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The account's labels. Titles are stored in lower case: letters, digits, hyphens and underscores. */
public interface Labels {

    Flux<Label> list(Viewer viewer);

    Mono<Label> find(Viewer viewer, int id);

    Mono<Label> create(Viewer administrator, LabelChange label);

    /** A new title is put on every conversation and contact that has the old one. */
    Mono<Label> update(Viewer administrator, int id, LabelChange change);

    Mono<Void> delete(Viewer administrator, int id);

    record Label(int id, String title, @Nullable String description, String color, boolean showOnSidebar) {}

    /** Absent fields stay; a new label must have a title. */
    record LabelChange(
            @Nullable String title,
            @Nullable String description,
            @Nullable String color,
            @Nullable Boolean showOnSidebar) {}
}

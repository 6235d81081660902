package io.parley.agentgateway.api.search;

import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.store.Viewer;
import io.parley.store.embedding.SearchIndex;
import io.parley.store.embedding.SearchIndex.Rebuild;
import io.parley.store.embedding.SearchIndex.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The vectors search goes by. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/search_index")
@Tag(name = "Search")
class SearchIndexController {

    private final SearchIndex index;

    SearchIndexController(SearchIndex index) {
        this.index = index;
    }

    @GetMapping
    @Operation(summary = "Which model search goes by, and how much of the account has its vectors (administrators)")
    Mono<StatusJson> show(Viewer viewer) {
        return index.status(viewer).map(StatusJson::of);
    }

    @PostMapping("/rebuild")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Make all vectors of the hub anew (administrators)",
            description =
                    "The old ones answer until the new ones are complete. Nothing when that is under way already.")
    Mono<Void> rebuild(Viewer viewer) {
        return index.rebuild(viewer);
    }

    /**
     * @param waiting documents without a vector yet; counted to 100,000
     * @param problem why no vectors are made at the moment
     */
    @Wire
    record StatusJson(
            String provider,
            @Nullable String model,
            @Nullable Integer dimensions,
            long embedded,
            long waiting,
            long failed,
            @Nullable RebuildJson rebuild,
            @Nullable String problem) {

        static StatusJson of(Status status) {
            return new StatusJson(
                    status.provider(),
                    status.model(),
                    status.dimensions(),
                    status.embedded(),
                    status.waiting(),
                    status.failed(),
                    status.rebuild() == null ? null : RebuildJson.of(status.rebuild()),
                    status.problem());
        }
    }

    /** Another model's vectors on their way. */
    @Wire
    record RebuildJson(String model, long done, long total, long startedAt) {
        static RebuildJson of(Rebuild rebuild) {
            return new RebuildJson(
                    rebuild.model(), rebuild.done(), rebuild.total(), WireTime.seconds(rebuild.startedAt()));
        }
    }
}

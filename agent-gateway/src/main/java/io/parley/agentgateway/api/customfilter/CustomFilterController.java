package io.parley.agentgateway.api.customfilter;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.store.Viewer;
import io.parley.store.filter.SavedFilters;
import io.parley.store.filter.SavedFilters.FilterChange;
import io.parley.store.filter.SavedFilters.SavedFilter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Filters I gave a name. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/custom_filters")
@Tag(name = "Filters")
class CustomFilterController {

    private final SavedFilters filters;

    CustomFilterController(SavedFilters filters) {
        this.filters = filters;
    }

    @GetMapping
    @Operation(summary = "My filters")
    @Takes("filter_type")
    Mono<List<FilterJson>> list(Viewer viewer, Parameters in) {
        return filters.list(viewer, kind(in)).map(FilterJson::of).collectList();
    }

    @PostMapping
    @Operation(summary = "Keep a filter; query holds what conversations/filter or contacts/filter takes")
    @Takes({"name", "filter_type", "query: object"})
    Mono<FilterJson> create(Viewer viewer, Parameters parameters) {
        Parameters in = parameters.unwrapped("custom_filter");
        String kind = kind(in);
        return filters.create(
                        viewer,
                        new FilterChange(in.required("name"), kind == null ? "conversation" : kind, in.object("query")))
                .map(FilterJson::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One of my filters")
    Mono<FilterJson> show(Viewer viewer, @PathVariable int id) {
        return filters.find(viewer, id).map(FilterJson::of);
    }

    @UpdateMapping("/{id}")
    @Operation(summary = "Change one of my filters")
    @Takes({"name", "query: object"})
    Mono<FilterJson> update(Viewer viewer, @PathVariable int id, Parameters parameters) {
        Parameters in = parameters.unwrapped("custom_filter");
        return filters.update(viewer, id, new FilterChange(in.word("name"), null, in.object("query")))
                .map(FilterJson::of);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Forget one of my filters")
    Mono<Void> delete(Viewer viewer, @PathVariable int id) {
        return filters.delete(viewer, id);
    }

    /** By name, or by Chatwoot's number. */
    private static @Nullable String kind(Parameters in) {
        return switch (in.word("filter_type")) {
            case null -> null;
            case "conversation", "0" -> "conversation";
            case "contact", "1" -> "contact";
            case "report", "2" -> "report";
            default -> throw new BadInput("filter_type must be conversation, contact or report");
        };
    }

    /** A filter with a name. */
    @Wire
    record FilterJson(int id, String name, String filterType, JsonNode query, String createdAt, String updatedAt) {
        static FilterJson of(SavedFilter filter) {
            return new FilterJson(
                    filter.id(),
                    filter.name(),
                    filter.kind(),
                    filter.query(),
                    WireTime.iso(filter.createdAt()),
                    WireTime.iso(filter.updatedAt()));
        }
    }
}

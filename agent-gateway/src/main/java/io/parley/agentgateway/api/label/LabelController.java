package io.parley.agentgateway.api.label;

import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.LabelJson;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.store.Viewer;
import io.parley.store.label.Labels;
import io.parley.store.label.Labels.LabelChange;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The labels an account has. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/labels")
@Tag(name = "Labels")
class LabelController {

    private final Labels labels;

    LabelController(Labels labels) {
        this.labels = labels;
    }

    @GetMapping
    @Operation(summary = "All labels")
    Mono<Payload<List<LabelJson>>> list(Viewer viewer) {
        return labels.list(viewer).map(LabelJson::of).collectList().map(Payload::new);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One label")
    Mono<LabelJson> show(Viewer viewer, @PathVariable int id) {
        return labels.find(viewer, id).map(LabelJson::of);
    }

    @PostMapping
    @Operation(summary = "Make a label (administrators)")
    @Takes({"title", "description", "color", "show_on_sidebar: boolean"})
    Mono<LabelJson> create(Viewer viewer, Parameters in) {
        return labels.create(viewer, change(in)).map(LabelJson::of);
    }

    @UpdateMapping("/{id}")
    @Operation(summary = "Change a label wherever it is put (administrators)")
    @Takes({"title", "description", "color", "show_on_sidebar: boolean"})
    Mono<LabelJson> update(Viewer viewer, @PathVariable int id, Parameters in) {
        return labels.update(viewer, id, change(in)).map(LabelJson::of);
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Remove a label (administrators)")
    Mono<Void> delete(Viewer viewer, @PathVariable int id) {
        return labels.delete(viewer, id);
    }

    private static LabelChange change(Parameters parameters) {
        Parameters in = parameters.unwrapped("label");
        return new LabelChange(
                in.text("title"), in.clearable("description"), in.word("color"), in.flag("show_on_sidebar"));
    }
}

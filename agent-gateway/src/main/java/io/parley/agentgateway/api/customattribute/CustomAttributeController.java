package io.parley.agentgateway.api.customattribute;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.store.Viewer;
import io.parley.store.attribute.AttributeDefinitions;
import io.parley.store.attribute.AttributeDefinitions.Definition;
import io.parley.store.attribute.AttributeDefinitions.DefinitionChange;
import io.parley.store.attribute.AttributeDefinitions.Model;
import io.parley.store.attribute.AttributeDefinitions.Type;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
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

/** Which custom attributes the account keeps. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/custom_attribute_definitions")
@Tag(name = "Custom attributes")
class CustomAttributeController {

    private final AttributeDefinitions definitions;

    CustomAttributeController(AttributeDefinitions definitions) {
        this.definitions = definitions;
    }

    @GetMapping
    @Operation(
            summary = "The account's custom attributes; attribute_model is conversation_attribute or contact_attribute")
    @Takes("attribute_model")
    Mono<List<DefinitionJson>> list(Viewer viewer, Parameters in) {
        return definitions.list(viewer, model(in)).map(DefinitionJson::of).collectList();
    }

    @PostMapping
    @Operation(summary = "Keep another attribute (administrators)")
    @Takes({
        "attribute_display_name",
        "attribute_display_type",
        "attribute_description",
        "attribute_key",
        "attribute_model",
        "attribute_values: texts",
        "regex_pattern",
        "regex_cue",
        "default_value"
    })
    Mono<DefinitionJson> create(Viewer viewer, Parameters parameters) {
        return definitions.create(viewer, change(parameters)).map(DefinitionJson::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One custom attribute")
    Mono<DefinitionJson> show(Viewer viewer, @PathVariable int id) {
        return definitions.find(viewer, id).map(DefinitionJson::of);
    }

    @UpdateMapping("/{id}")
    @Operation(summary = "Change how an attribute is shown (administrators)")
    @Takes({
        "attribute_display_name",
        "attribute_description",
        "attribute_values: texts",
        "regex_pattern",
        "regex_cue",
        "default_value"
    })
    Mono<DefinitionJson> update(Viewer viewer, @PathVariable int id, Parameters parameters) {
        return definitions.update(viewer, id, change(parameters)).map(DefinitionJson::of);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Keep an attribute no more; its values stay (administrators)")
    Mono<Void> delete(Viewer viewer, @PathVariable int id) {
        return definitions.delete(viewer, id);
    }

    private static DefinitionChange change(Parameters parameters) {
        Parameters in = parameters.unwrapped("custom_attribute_definition");
        return new DefinitionChange(
                model(in),
                in.word("attribute_key"),
                in.word("attribute_display_name"),
                type(in),
                in.text("attribute_description"),
                in.clearable("regex_pattern"),
                in.clearable("regex_cue"),
                in.has("attribute_values") ? in.texts("attribute_values") : null,
                in.clearable("default_value"));
    }

    private static @Nullable Model model(Parameters in) {
        return switch (in.word("attribute_model")) {
            case null -> null;
            case "conversation_attribute", "0" -> Model.CONVERSATION;
            case "contact_attribute", "1" -> Model.CONTACT;
            default -> throw new BadInput("attribute_model must be conversation_attribute or contact_attribute");
        };
    }

    /** By name, or by Chatwoot's number. */
    private static @Nullable Type type(Parameters in) {
        String word = in.word("attribute_display_type");
        try {
            return word == null
                    ? null
                    : word.matches("[0-7]")
                            ? Type.values()[Integer.parseInt(word)]
                            : Type.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadInput(
                    "attribute_display_type must be text, number, currency, percent, link, date, list or checkbox");
        }
    }

    /** A custom attribute. */
    @Wire
    record DefinitionJson(
            int id,
            String attributeDisplayName,
            String attributeDisplayType,
            @Nullable String attributeDescription,
            String attributeKey,
            @Nullable String regexPattern,
            @Nullable String regexCue,
            List<String> attributeValues,
            String attributeModel,
            @Nullable String defaultValue,
            String createdAt,
            String updatedAt) {
        static DefinitionJson of(Definition definition) {
            return new DefinitionJson(
                    definition.id(),
                    definition.displayName(),
                    definition.type().name().toLowerCase(Locale.ROOT),
                    definition.description(),
                    definition.key(),
                    definition.regexPattern(),
                    definition.regexCue(),
                    definition.choices(),
                    definition.model().name().toLowerCase(Locale.ROOT) + "_attribute",
                    definition.defaultValue(),
                    WireTime.iso(definition.createdAt()),
                    WireTime.iso(definition.updatedAt()));
        }
    }
}

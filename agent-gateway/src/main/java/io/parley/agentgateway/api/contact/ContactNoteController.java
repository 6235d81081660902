package io.parley.agentgateway.api.contact;

import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.AgentJson;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import io.parley.store.contact.ContactNotes;
import io.parley.store.contact.ContactNotes.Note;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What agents keep in mind about a contact. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/contacts/{contact_id}/notes")
@Tag(name = "Contacts")
class ContactNoteController {

    private final ContactNotes notes;
    private final Agents agents;
    private final ChatwootJson json;

    ContactNoteController(ContactNotes notes, Agents agents, ChatwootJson json) {
        this.notes = notes;
        this.agents = agents;
        this.json = json;
    }

    @GetMapping
    @Operation(summary = "The newest 100 notes; with before, those below that id")
    @Takes("before: number")
    Mono<List<NoteJson>> list(Viewer viewer, @PathVariable("contact_id") ContactId contact, Parameters in) {
        return authors(viewer)
                .flatMap(authors -> notes.list(viewer, contact, in.number("before"))
                        .map(note -> json(viewer, note, authors))
                        .collectList());
    }

    @PostMapping
    @Operation(summary = "Write a note")
    @Takes("content")
    Mono<NoteJson> create(Viewer viewer, @PathVariable("contact_id") ContactId contact, Parameters parameters) {
        String content = parameters.unwrapped("note").required("content");
        return notes.create(viewer, contact, content).flatMap(note -> json(viewer, note));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One note")
    Mono<NoteJson> show(Viewer viewer, @PathVariable("contact_id") ContactId contact, @PathVariable int id) {
        return notes.find(viewer, contact, id).flatMap(note -> json(viewer, note));
    }

    @UpdateMapping("/{id}")
    @Operation(summary = "Rewrite a note of mine; administrators any")
    @Takes("content")
    Mono<NoteJson> update(
            Viewer viewer, @PathVariable("contact_id") ContactId contact, @PathVariable int id, Parameters parameters) {
        String content = parameters.unwrapped("note").required("content");
        return notes.update(viewer, contact, id, content).flatMap(note -> json(viewer, note));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Throw a note of mine away; administrators any")
    Mono<Void> delete(Viewer viewer, @PathVariable("contact_id") ContactId contact, @PathVariable int id) {
        return notes.delete(viewer, contact, id);
    }

    private Mono<NoteJson> json(Viewer viewer, Note note) {
        return authors(viewer).map(authors -> json(viewer, note, authors));
    }

    private Mono<Map<AgentId, AgentJson>> authors(Viewer viewer) {
        return agents.list(viewer).collectMap(row -> row.agent().id(), json::agent);
    }

    private static NoteJson json(Viewer viewer, Note note, Map<AgentId, AgentJson> authors) {
        return new NoteJson(
                note.id(),
                note.content(),
                viewer.accountId().value(),
                note.contactId().value(),
                note.author() == null ? null : authors.get(note.author()),
                WireTime.seconds(note.createdAt()),
                WireTime.seconds(note.updatedAt()));
    }

    /** @param user absent once they left */
    @Wire
    record NoteJson(
            int id,
            String content,
            int accountId,
            int contactId,
            @Nullable AgentJson user,
            long createdAt,
            long updatedAt) {}
}

package io.parley.agentgateway.whatsapp;

import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What administrators do to find out why a WhatsApp inbox is silent. */
@RestController
@Tag(name = "Inboxes")
@RequestMapping("/api/v1/accounts/{account_id}/inboxes/{inbox_id}/whatsapp")
class WhatsAppController {

    private final CheckWhatsApp check;

    WhatsAppController(CheckWhatsApp check) {
        this.check = check;
    }

    @GetMapping("/check")
    @Operation(summary = "Test a WhatsApp inbox from both sides (administrators)")
    Mono<CheckWhatsApp.Report> check(Viewer viewer, @PathVariable("inbox_id") int inboxId) {
        return check.check(viewer, new InboxId(inboxId));
    }

    @PostMapping("/fix_webhook")
    @Operation(summary = "Point the instance's webhook to the inbox when it is wrong (administrators)")
    Mono<CheckWhatsApp.Report> fixWebhook(Viewer viewer, @PathVariable("inbox_id") int inboxId) {
        return check.fixWebhook(viewer, new InboxId(inboxId));
    }
}

package io.parley.agentgateway.api.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.PushConversationJson;
import io.parley.agentgateway.api.wire.SenderJson;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.contract.conversation.AgentView;
import io.parley.contract.id.AgentId;
import io.parley.contract.notification.NotificationView;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import io.parley.store.notification.Notifications;
import io.parley.store.notification.Notifications.Counts;
import io.parley.store.notification.Notifications.Notified;
import io.parley.store.notification.Notifications.Query;
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

/** What I should know. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/notifications")
@Tag(name = "Notifications")
class NotificationController {

    private static final int PAGE = 15;

    private final Notifications notifications;
    private final Agents agents;
    private final ChatwootJson json;

    NotificationController(Notifications notifications, Agents agents, ChatwootJson json) {
        this.notifications = notifications;
        this.agents = agents;
        this.json = json;
    }

    @GetMapping
    @Operation(
            summary = "My notifications, newest first, 15 a page, with how many there are (counted to 1,000)",
            description =
                    "Those I did not read and did not snooze; includes may hold read and snoozed. Beyond Chatwoot:"
                            + " before=<id> with limit scrolls without repeating what moves.")
    @Takes({"page: number", "includes: texts", "before: number", "limit: number"})
    Mono<ListJson> list(Viewer viewer, Parameters in) {
        List<String> includes = in.texts("includes");
        Integer page = in.number("page");
        Integer limit = in.number("limit");
        int size = limit == null ? PAGE : Math.clamp(limit, 1, 100);
        Query query = new Query(
                includes.contains("read"),
                includes.contains("snoozed"),
                in.number("before"),
                page == null || page < 2 ? 0 : (page - 1) * size,
                size);
        Object currentPage = in.word("page") == null ? 1 : in.word("page");
        return Mono.zip(notifications.list(viewer, query), notifications.counts(viewer), names(viewer))
                .map(all -> new ListJson(new PageJson(
                        MetaJson.of(all.getT2(), currentPage),
                        all.getT1().stream().map(it -> json(it, all.getT3())).toList())));
    }

    @GetMapping("/unread_count")
    @Operation(summary = "How many I did not read, counted to 1,000")
    Mono<Long> unreadCount(Viewer viewer) {
        return notifications.counts(viewer).map(Counts::unread);
    }

    @PostMapping("/read_all")
    @Operation(summary = "Have read all, or with primary_actor_id those of one conversation")
    @Takes({"primary_actor_type", "primary_actor_id: number"})
    Mono<Void> readAll(Viewer viewer, Parameters in) {
        return notifications.markAllRead(viewer, in.number("primary_actor_id"));
    }

    @PostMapping("/destroy_all")
    @Operation(summary = "Throw away all, or with type=read those I read")
    @Takes("type")
    Mono<Void> deleteAll(Viewer viewer, Parameters in) {
        return notifications.deleteAll(viewer, "read".equals(in.word("type")));
    }

    @UpdateMapping("/{id}")
    @Operation(summary = "Have read one")
    Mono<NotificationJson> read(Viewer viewer, @PathVariable int id) {
        return notifications.markRead(viewer, id).flatMap(it -> json(viewer, it));
    }

    @PostMapping("/{id}/unread")
    @Operation(summary = "Have it count as unread again")
    Mono<NotificationJson> unread(Viewer viewer, @PathVariable int id) {
        return notifications.markUnread(viewer, id).flatMap(it -> json(viewer, it));
    }

    @PostMapping("/{id}/snooze")
    @Operation(summary = "Hide it until a time in Unix seconds; without one show it again")
    @Takes("snoozed_until")
    Mono<NotificationJson> snooze(Viewer viewer, @PathVariable int id, Parameters in) {
        return notifications.snooze(viewer, id, in.time("snoozed_until")).flatMap(it -> json(viewer, it));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Throw one away")
    Mono<Void> delete(Viewer viewer, @PathVariable int id) {
        return notifications.delete(viewer, id);
    }

    private Mono<Map<AgentId, AgentView>> names(Viewer viewer) {
        return agents.list(viewer).map(Agents.AgentRow::agent).collectMap(AgentView::id);
    }

    private Mono<NotificationJson> json(Viewer viewer, Notified notified) {
        return names(viewer).map(names -> json(notified, names));
    }

    private NotificationJson json(Notified notified, Map<AgentId, AgentView> names) {
        NotificationView notification = notified.notification();
        AgentView actor = notification.actorId() == null ? null : names.get(notification.actorId());
        AgentView user = names.get(notification.agentId());
        return new NotificationJson(
                notification.id(),
                notification.kind().wireName(),
                NotificationTitles.of(notification),
                NotificationTitles.body(notified),
                "Conversation",
                notification.displayId(),
                json.pushConversation(notified.conversation()),
                WireTime.isoOrNull(notification.readAt()),
                actor == null ? null : json.pushAgent(actor),
                user == null ? null : json.pushAgent(user),
                WireTime.seconds(notification.createdAt()),
                WireTime.seconds(notification.createdAt()),
                WireTime.isoOrNull(notification.snoozedUntil()),
                JsonNodeFactory.instance.objectNode(),
                notification.accountId().value(),
                notification.messageId() == null
                        ? null
                        : notification.messageId().value());
    }

    /** A page, as lists wrap it. */
    @Wire
    record ListJson(PageJson data) {}

    /** A page of notifications. */
    @Wire
    record PageJson(MetaJson meta, List<NotificationJson> payload) {}

    /** How many there are. */
    @Wire
    record MetaJson(long unreadCount, long count, Object currentPage) {
        static MetaJson of(Counts counts, Object currentPage) {
            return new MetaJson(counts.unread(), counts.all(), currentPage);
        }
    }

    /**
     * Something to know.
     *
     * @param primaryActorId the conversation's number
     * @param secondaryActor the agent who caused it
     */
    @Wire
    record NotificationJson(
            int id,
            String notificationType,
            String pushMessageTitle,
            String pushMessageBody,
            String primaryActorType,
            int primaryActorId,
            PushConversationJson primaryActor,
            @Nullable String readAt,
            SenderJson.@Nullable AgentSender secondaryActor,
            SenderJson.@Nullable AgentSender user,
            long createdAt,
            long lastActivityAt,
            @Nullable String snoozedUntil,
            JsonNode meta,
            int accountId,
            @Nullable Integer messageId) {}
}

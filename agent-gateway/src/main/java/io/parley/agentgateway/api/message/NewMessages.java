package io.parley.agentgateway.api.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.files.Uploads;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageView;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.message.Messages;
import io.parley.store.message.Messages.NewFile;
import io.parley.store.message.Messages.NewMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes a message of what a client gave, files included. */
@Component
public class NewMessages {

    private static final List<String> RECIPIENTS = List.of("to_emails", "cc_emails", "bcc_emails");

    private static final Set<String> NOT_KEPT =
            Set.of("email", "in_reply_to", "in_reply_to_external_id", "location", "contacts", "reaction");

    private final Messages messages;
    private final Uploads uploads;

    NewMessages(Messages messages, Uploads uploads) {
        this.messages = messages;
        this.uploads = uploads;
    }

    /** Stores the files, then the message; answers with the message as it is stored. */
    public Mono<MessageView> create(Viewer viewer, int displayId, Parameters in) {
        Given given = Given.of(in);
        return content(viewer, displayId, in.inside("content_attributes"))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(content -> uploads.use(
                        in.files("attachments"),
                        in.flag("is_voice_message", false),
                        files -> messages.create(viewer, displayId, given.with(content.orElse(null), files))))
                .onErrorMap(StoreFailure.Invalid.class, e -> new BadInput(String.valueOf(e.getMessage())));
    }

    /** Beyond Chatwoot: a place, address-book cards or a reaction, each below its own key of the content attributes. */
    private Mono<MessageContent> content(Viewer viewer, int displayId, Parameters attributes) {
        if (attributes.object("location") != null) {
            return Mono.fromSupplier(() -> location(attributes.inside("location")));
        }
        if (!attributes.each("contacts").isEmpty()) {
            return Mono.fromSupplier(() -> new MessageContent.Contacts(
                    attributes.each("contacts").stream().map(NewMessages::card).toList()));
        }
        if (attributes.object("reaction") != null) {
            return reaction(viewer, displayId, attributes.inside("reaction"));
        }
        return Mono.empty();
    }

    private static MessageContent location(Parameters in) {
        return new MessageContent.Location(
                decimal(in, "latitude"), decimal(in, "longitude"), in.word("name"), in.word("address"), false);
    }

    private static MessageContent.Contacts.Card card(Parameters in) {
        return new MessageContent.Contacts.Card(in.required("name"), in.texts("phones"), in.word("vcard"));
    }

    /** {@code message_id} names the message; an empty emoji takes the reaction back. */
    private Mono<MessageContent> reaction(Viewer viewer, int displayId, Parameters in) {
        MessageId target = in.requiredId("message_id", MessageId::new);
        String emoji = Optional.ofNullable(in.word("emoji")).orElse("");
        // Both bounds: from the target on, and below what follows it.
        return messages.list(viewer, displayId, new MessageId(target.value() + 1), target.value())
                .flatMap(window -> Mono.justOrEmpty(window.messages().stream()
                        .filter(it -> it.id().equals(target) && it.sourceId() != null)
                        .findFirst()))
                .<MessageContent>map(it -> new MessageContent.Reaction(String.valueOf(it.sourceId()), emoji))
                .switchIfEmpty(Mono.error(
                        () -> new BadInput("message_id names no message of this conversation that can be reacted to")));
    }

    private static double decimal(Parameters in, String name) {
        try {
            return Double.parseDouble(in.required(name));
        } catch (NumberFormatException e) {
            throw new BadInput(name + " must be a number");
        }
    }

    /** All of a message but its files and its structured content. */
    private record Given(
            Direction direction,
            @Nullable String text,
            boolean privateNote,
            @Nullable MessageId replyTo,
            @Nullable String replyToSourceId,
            @Nullable String sourceId,
            @Nullable String echoId,
            JsonNode contentAttributes) {

        static Given of(Parameters in) {
            Parameters attributes = in.inside("content_attributes");
            ObjectNode kept = in.object("content_attributes");
            String text = in.text("content");
            if (text != null && text.length() > MessageContent.MAX_TEXT) {
                throw new BadInput("Content is too long (maximum is %d characters)".formatted(MessageContent.MAX_TEXT));
            }
            if (in.has("attachments")) {
                throw new BadInput("attachments must be files, sent as multipart/form-data in attachments[]");
            }
            String contentType = in.word("content_type");
            if (contentType != null && !contentType.equals("text")) {
                throw new BadInput("content_type can only be text");
            }
            return new Given(
                    direction(in),
                    text == null || text.isBlank() ? null : text,
                    in.flag("private", false),
                    replyTo(attributes),
                    attributes.word("in_reply_to_external_id"),
                    in.word("source_id"),
                    in.word("echo_id"),
                    withRecipients(
                            in,
                            kept == null
                                    ? JsonNodeFactory.instance.objectNode()
                                    : kept.deepCopy().remove(NOT_KEPT)));
        }

        /** Whom a mail goes to: a list, or words with commas between; kept as a list beside the content. */
        private static ObjectNode withRecipients(Parameters in, ObjectNode attributes) {
            for (String name : RECIPIENTS) {
                List<String> addresses = in.texts(name).stream()
                        .flatMap(it -> Stream.of(it.split("[,;]")))
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .toList();
                addresses.stream()
                        .filter(it -> !it.matches("[^\\s@<>]+@[^\\s@<>]+"))
                        .findFirst()
                        .ifPresent(it -> {
                            throw new BadInput("%s holds what is no e-mail address: %s".formatted(name, it));
                        });
                if (!addresses.isEmpty()) {
                    ArrayNode list = attributes.putArray(name);
                    addresses.forEach(list::add);
                }
            }
            if (in.word("email_html_content") != null) {
                attributes.put("email_html_content", in.word("email_html_content"));
            }
            return attributes;
        }

        /** A reaction belongs to the message it is put on. */
        private static @Nullable MessageId replyTo(Parameters attributes) {
            return attributes.object("reaction") == null
                    ? attributes.id("in_reply_to", MessageId::new)
                    : attributes.inside("reaction").id("message_id", MessageId::new);
        }

        private static Direction direction(Parameters in) {
            return switch (in.word("message_type")) {
                case null -> Direction.OUTGOING;
                case "outgoing" -> Direction.OUTGOING;
                case "incoming" -> Direction.INCOMING;
                default -> throw new BadInput("message_type must be outgoing or incoming");
            };
        }

        NewMessage with(@Nullable MessageContent content, List<NewFile> files) {
            return new NewMessage(
                    direction,
                    text,
                    content,
                    privateNote,
                    files,
                    replyTo,
                    replyToSourceId,
                    sourceId,
                    echoId,
                    contentAttributes);
        }
    }
}

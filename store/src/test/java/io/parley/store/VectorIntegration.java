package io.parley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.InboxId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageView;
import io.parley.store.message.Messages.NewMessage;
import java.util.List;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** One running store with the model that is in its jar. */
public abstract class VectorIntegration extends ApiIntegration {

    @DynamicPropertySource
    static void withTheModelInTheJar(DynamicPropertyRegistry registry) {
        isolated(VectorIntegration.class, registry);
        registry.add("parley.store.embedding.provider", () -> "local");
    }

    /** A conversation in an API inbox in which the contact said that, and it is found since. */
    protected ConversationView said(InboxId inbox, String... texts) {
        ConversationView conversation = aConversation(inbox);
        for (String text : texts) {
            says(conversation, text);
        }
        awaitVectors();
        return conversation;
    }

    /** In an API inbox. */
    protected MessageView says(ConversationView conversation, String text) {
        return await(messages.create(
                administrator,
                conversation.displayId(),
                new NewMessage(Direction.INCOMING, text, null, false, List.of(), null, null, null, null, null)));
    }

    /** Waits until everything the account has is found by its meaning. */
    protected void awaitVectors() {
        eventually(() -> {
            assertThat(one("""
                    SELECT count(*) FROM messages AS m
                     WHERE m.account_id = %s AND m.text IS NOT NULL AND m.deleted_at IS NULL AND m.direction <> 'activity'
                       AND NOT EXISTS (SELECT FROM search_documents AS d JOIN embeddings AS e ON e.document_id = d.id
                                        WHERE d.message_id = m.id)""".formatted(account))).isEqualTo(0L);
            assertThat(one("SELECT count(*) FROM search_changes")).isEqualTo(0L);
            assertThat(one("""
                    SELECT count(*) FROM embedding_queue AS q JOIN search_documents AS d ON d.id = q.document_id
                     WHERE d.account_id = %s""".formatted(account))).isEqualTo(0L);
        });
    }
}

package io.parley.store.conversation;

import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import java.util.Collection;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Where conversations get the views of their messages from. */
public interface ConversationMessages {

    /** Unknown ids are absent from the map. */
    Mono<Map<MessageId, MessageView>> load(Collection<MessageId> ids);
}

package io.parley.store.contact;

import io.parley.contract.id.InboxId;
import reactor.core.publisher.Mono;

/** What a provider knows a group by. */
@FunctionalInterface
interface GroupSubjects {

    /**
     * Empty when the inbox is not connected or the provider does not know the group; errors when it cannot be asked.
     *
     * @param address the group's address in the provider's form, such as {@code 120363025246125486@g.us}
     */
    Mono<String> find(InboxId inbox, String address);
}

package io.parley.agentgateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is only true for a moment, such as somebody typing: told to those connected now, and to nobody later. */
interface PassingNews {

    /** Tells all sessions that may see the inbox, on every node. */
    Mono<Void> tell(AccountId account, InboxId inbox, String type, JsonNode data);

    /** What is told in the account from now on, without end; what a listener cannot take in time is lost to it. */
    Flux<News> of(AccountId account);

    /**
     * One piece of news.
     *
     * @param inbox whose members may see it
     */
    record News(InboxId inbox, Frame frame) {}
}

package io.parley.agentgateway.fanout;

import io.parley.contract.id.AccountId;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One stream per account, of what its agents should know, the newest thousands of it. It can be lost: the truth is in
 * PostgreSQL, and who asks for what is no longer there learns that.
 */
public interface AccountStreams {

    /** The cursor before everything; good as long as nothing was trimmed. */
    String BEGINNING = "0-0";

    /**
     * Appends, in order, those whose event was not appended lately; answers how many that were.
     *
     * @param entries of this one account
     */
    Mono<Long> append(AccountId account, List<NewEntry> entries);

    /** The id of the newest entry: a cursor for "from now on". A stream that is not there begins. */
    Mono<String> end(AccountId account);

    /**
     * Everything after the cursor, oldest first, to the end the stream has when the last of it is read. Errors with
     * {@link CursorLost} when something after the cursor may be gone.
     */
    Flux<StreamEntry> after(AccountId account, String cursor);

    /** As {@link #after}, and then whatever comes, without end. */
    Flux<StreamEntry> follow(AccountId account, String cursor);
}

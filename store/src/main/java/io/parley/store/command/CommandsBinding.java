package io.parley.store.command;

import io.parley.contract.command.Command;
import io.parley.runtime.kafka.Bisection;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.runtime.kafka.ReceivedRecord;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Reads {@code parley.commands.v1}: what the router decided by itself. */
@Configuration
class CommandsBinding {

    /**
     * Waiting is deliberate: this is the binder's own thread, and the batch counts as handled when the method returns.
     */
    @Bean
    Consumer<Message<List<byte[]>>> storeCommands(
            ApplyCommands useCase, Bisection bisection, CommandProperties properties) {
        return records -> {
            ReceivedBatch<Command> batch = ReceivedBatch.parse(records, Command.class);
            bisection
                    .handle(
                            batch.readable(),
                            part -> useCase.apply(
                                    part.stream().map(ReceivedRecord::value).toList()))
                    .block(properties.batchTimeout());
            batch.throwIfUnreadable();
        };
    }
}

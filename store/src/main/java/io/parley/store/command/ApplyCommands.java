package io.parley.store.command;

import io.parley.contract.command.Command;
import io.parley.store.UnfitData;
import io.parley.store.conversation.AssignAsDecided;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Does what was decided, as far as what it was decided on still holds. */
@Component
class ApplyCommands {

    private final AssignAsDecided assignments;
    private final TransactionalOperator transaction;

    ApplyCommands(AssignAsDecided assignments, TransactionalOperator transaction) {
        this.assignments = assignments;
        this.transaction = transaction;
    }

    /** One transaction; a command that comes again finds its condition gone and changes nothing. */
    Mono<Void> apply(List<Command> commands) {
        List<Command.Assign> assigns = new ArrayList<>();
        for (Command command : commands) {
            switch (command) {
                case Command.Assign assign -> assigns.add(assign);
            }
        }
        return assignments.assign(assigns).as(transaction::transactional).onErrorMap(UnfitData::nameIt);
    }
}

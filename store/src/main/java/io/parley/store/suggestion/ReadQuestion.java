package io.parley.store.suggestion;

import io.parley.contract.id.ConversationId;
import io.parley.contract.message.Direction;
import io.parley.store.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What a contact asks: what they said since the last answer, else the last that they said. */
@Component
class ReadQuestion {

    /** People write a question in several messages. */
    private static final int MOST_MESSAGES = 3;

    private static final String NEWEST = """
            SELECT m.direction, m.text FROM messages AS m
             WHERE m.conversation_id = :conversation AND NOT m.private AND m.deleted_at IS NULL
               AND m.direction IN ('incoming', 'outgoing')
               AND (m.content IS NULL OR m.content ->> 'type' <> 'reaction')
             ORDER BY m.id DESC LIMIT 20
            """;

    private final DatabaseClient database;

    ReadQuestion(DatabaseClient database) {
        this.database = database;
    }

    /** Empty when they said nothing. */
    Mono<String> of(ConversationId conversation) {
        return database.sql(NEWEST)
                .bind("conversation", conversation.value())
                .map(row -> Line.of(new Columns(row)))
                .all()
                .collectList()
                .flatMap(lines -> Mono.justOrEmpty(question(lines)));
    }

    /** @param lines newest first */
    static @Nullable String question(List<Line> lines) {
        List<String> asked = new ArrayList<>();
        for (Line line : lines) {
            boolean answered = line.direction() == Direction.OUTGOING;
            if (asked.size() == MOST_MESSAGES || (answered && !asked.isEmpty())) {
                break;
            }
            if (!answered && line.text() != null && !line.text().isBlank()) {
                asked.add(line.text().strip());
            }
        }
        return asked.isEmpty() ? null : asked.reversed().stream().collect(Collectors.joining("\n"));
    }

    record Line(Direction direction, @Nullable String text) {
        static Line of(Columns columns) {
            return new Line(Direction.of(columns.text("direction")), columns.textOrNull("text"));
        }
    }
}

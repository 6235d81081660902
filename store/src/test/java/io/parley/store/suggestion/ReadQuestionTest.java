package io.parley.store.suggestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.message.Direction;
import io.parley.store.suggestion.ReadQuestion.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadQuestionTest {

    @Test
    void readsWhatWasSaidSinceTheLastAnswerInItsOrder() {
        assertThat(ReadQuestion.question(List.of(asked("third"), asked("second"), told("answer"), asked("first"))))
                .isEqualTo("second\nthird");
    }

    @Test
    void goesBackBehindAnAnswerWhenNothingWasSaidSince() {
        assertThat(ReadQuestion.question(List.of(told("answer"), asked("first"))))
                .isEqualTo("first");
    }

    @Test
    void readsThreeMessagesAtMostAndNoFiles() {
        assertThat(ReadQuestion.question(List.of(asked("d"), asked(null), asked("c"), asked("b"), asked("a"))))
                .isEqualTo("b\nc\nd");
        assertThat(ReadQuestion.question(List.of(told("hello")))).isNull();
    }

    private static Line asked(String text) {
        return new Line(Direction.INCOMING, text);
    }

    private static Line told(String text) {
        return new Line(Direction.OUTGOING, text);
    }
}

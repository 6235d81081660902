package io.parley.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.message.CannedResponses.CannedResponse;
import io.parley.store.message.CannedResponses.CannedResponseChange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CannedResponsesIT extends ApiIntegration {

    @Test
    void createsChangesAndDeletes() {
        CannedResponse created = saved("hi", "Hello, how can we help?");

        CannedResponse changed =
                await(cannedResponses.update(administrator, created.id(), new CannedResponseChange(null, "Hello!")));

        assertThat(changed.shortCode()).isEqualTo("hi");
        assertThat(changed.content()).isEqualTo("Hello!");
        assertThat(invalid(cannedResponses.create(administrator, new CannedResponseChange("hi", "x"))))
                .hasMessage("Short code has already been taken");
        assertThat(invalid(cannedResponses.create(administrator, new CannedResponseChange("ho", null))))
                .hasMessage("Content can't be blank");

        cannedResponses.delete(administrator, created.id()).block(LIMIT);

        assertThat(found(null)).isEmpty();
        assertThat(failureOf(cannedResponses.delete(administrator, created.id())))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThat(failureOf(cannedResponses.update(administrator, created.id(), new CannedResponseChange("x", "x"))))
                .isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    void findsTheBestMatchFirst() {
        saved("bye", "Thanks for your refund request");
        saved("norefund", "Sorry");
        saved("refund", "Your money is on its way");
        saved("hi", "Hello");

        assertThat(found("REFUND")).containsExactly("refund", "norefund", "bye");
        assertThat(found(null)).containsExactly("bye", "hi", "norefund", "refund");
        assertThat(found("%")).isEmpty();
    }

    private CannedResponse saved(String shortCode, String content) {
        return await(cannedResponses.create(administrator, new CannedResponseChange(shortCode, content)));
    }

    private List<String> found(@Nullable String query) {
        return all(cannedResponses.list(administrator, query)).stream()
                .map(CannedResponse::shortCode)
                .toList();
    }
}

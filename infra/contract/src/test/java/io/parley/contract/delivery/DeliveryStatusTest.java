package io.parley.contract.delivery;

import static io.parley.contract.delivery.DeliveryStatus.ACCEPTED;
import static io.parley.contract.delivery.DeliveryStatus.DELIVERED;
import static io.parley.contract.delivery.DeliveryStatus.FAILED;
import static io.parley.contract.delivery.DeliveryStatus.READ;
import static io.parley.contract.delivery.DeliveryStatus.SENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryStatusTest {

    private static final Map<DeliveryStatus, Set<DeliveryStatus>> NEXT = Map.of(
            ACCEPTED, EnumSet.of(SENT, DELIVERED, READ, FAILED),
            SENT, EnumSet.of(DELIVERED, READ, FAILED),
            DELIVERED, EnumSet.of(READ),
            READ, EnumSet.noneOf(DeliveryStatus.class),
            FAILED, EnumSet.of(SENT, DELIVERED, READ));

    @ParameterizedTest
    @EnumSource
    void onlyClimbsAndFailsOnlyBeforeItWasDelivered(DeliveryStatus status) {
        Set<DeliveryStatus> reachable = EnumSet.noneOf(DeliveryStatus.class);
        for (DeliveryStatus next : DeliveryStatus.values()) {
            if (status.mayBecome(next)) {
                reachable.add(next);
            }
        }

        assertThat(reachable).isEqualTo(NEXT.get(status));
    }

    @ParameterizedTest
    @EnumSource
    void isReadFromItsWireName(DeliveryStatus status) {
        assertThat(DeliveryStatus.of(status.wireName())).isEqualTo(status);
    }
}

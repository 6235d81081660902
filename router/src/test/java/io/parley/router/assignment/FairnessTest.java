package io.parley.router.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.assignment.AssignmentFact.OfConversation;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of assignment whatever happens: fifty agents who come and go, two thousand conversations. */
class FairnessTest {

    private static final int AGENTS = 50;
    private static final int CONVERSATIONS = 2_000;

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void assignsOnceWithinLimitsAndLeavesNobodyWaitingWhileSomebodyHasRoom(@ForAll long seed) {
        Random random = new Random(seed);
        World world = World.withInbox();
        List<AgentId> agents = IntStream.rangeClosed(1, AGENTS)
                .mapToObj(id -> world.agent(id, random.nextInt(1, 12), 1 + random.nextInt(3)))
                .toList();
        List<Decision> sent = new ArrayList<>();
        for (int written = 0; written < CONVERSATIONS; ) {
            AgentId agent = agents.get(random.nextInt(AGENTS));
            switch (random.nextInt(12)) {
                case 0 -> world.come(agent);
                case 1 -> world.go(agent);
                case 2 -> world.says(agent, random.nextInt(3) > 0);
                case 3 -> anyOf(world, random).ifPresent(world::resolve);
                case 4 -> anyOf(world, random).ifPresent(world::resolve);
                case 5 -> {
                    if (random.nextInt(50) == 0) {
                        world.restart();
                    }
                }
                case 6 -> {
                    if (!sent.isEmpty()) {
                        world.apply(sent.get(random.nextInt(sent.size()))); // redelivered
                    }
                }
                case 7 -> world.arriveOne();
                case 8 -> sent.addAll(world.decide());
                default -> {
                    world.write();
                    written++;
                }
            }
            assertThatLimitsHold(world);
        }
        quieten(world);

        assertThatLimitsHold(world);
        if (!world.unassigned().isEmpty()) {
            assertThat(agents).noneMatch(agent -> world.isThere(agent) && world.hasRoom(agent));
        }
        assertThat(world.seats()).allSatisfy(seat -> assertThat(seat.open()).isEqualTo(world.openOf(seat.agent)));
    }

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void givesEqualAgentsEquallyMuchHoweverOthersComeAndGo(@ForAll long seed) {
        Random random = new Random(seed);
        World world = World.withInbox();
        List<AgentId> agents = IntStream.rangeClosed(1, AGENTS)
                .mapToObj(id -> world.agent(id, null, 1))
                .toList();
        List<AgentId> equal = agents.subList(0, 10);
        List<AgentId> others = agents.subList(10, AGENTS);
        equal.forEach(world::come);
        for (int written = 0; written < CONVERSATIONS; ) {
            AgentId other = others.get(random.nextInt(others.size()));
            switch (random.nextInt(6)) {
                case 0 -> world.come(other);
                case 1 -> world.go(other);
                case 2 -> anyOf(world, random).ifPresent(world::resolve);
                default -> {
                    world.write();
                    written++;
                }
            }
            equal.forEach(world::come); // said again, as the gateways do
            world.settle();
            assertThat(spreadOf(world, equal)).isLessThanOrEqualTo(1);
        }

        assertThat(world.unassigned()).isEmpty();
        assertThat(world.done()).isEqualTo(CONVERSATIONS);
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void givesInProportionToWeights(
            @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 1, max = 9) Integer> weights) {
        World world = World.withInbox();
        List<AgentId> agents = IntStream.range(0, weights.size())
                .mapToObj(index -> world.agent(index + 1, null, weights.get(index)))
                .toList();
        agents.forEach(world::come);
        for (int written = 0; written < CONVERSATIONS; written++) {
            world.write();
            agents.forEach(world::come);
            world.settle();
        }

        double all = weights.stream().mapToInt(it -> it).sum();
        for (int index = 0; index < agents.size(); index++) {
            assertThat((double) world.given(agents.get(index)))
                    .isBetween(
                            CONVERSATIONS * weights.get(index) / all - 2, CONVERSATIONS * weights.get(index) / all + 2);
        }
    }

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void givesWhatWaitsLongestFirst(@ForAll long seed) {
        Random random = new Random(seed);
        World world = World.withInbox();
        for (int written = 0; written < 300; written++) {
            world.write(world.now.minusSeconds(random.nextInt(10_000)), null, null, false);
        }
        List<OfConversation> order = new ArrayList<>();
        for (int id = 1; id <= 10; id++) {
            world.agentOnline(id, random.nextInt(1, 20));
            world.decide().forEach(decision -> order.add(decision.conversation()));
        }

        assertThat(order).isNotEmpty().extracting(OfConversation::waitingSince).isSorted();
    }

    /** All that is under way arrives, what rests has rested, and nothing new happens. */
    private static void quieten(World world) {
        for (int round = 0; round < 3; round++) {
            world.settle();
            world.now = world.now.plus(World.PROPERTIES.answerWithin()).plusSeconds(1);
        }
        world.settle();
    }

    private static void assertThatLimitsHold(World world) {
        for (AgentId agent : world.agents()) {
            if (world.openOf(agent) > Objects.requireNonNull(world.limitOf(agent))) {
                throw new AssertionError("agent %s holds too many".formatted(agent));
            }
        }
    }

    private static int spreadOf(World world, List<AgentId> agents) {
        return agents.stream().mapToInt(world::given).max().orElse(0)
                - agents.stream().mapToInt(world::given).min().orElse(0);
    }

    private static Optional<ConversationId> anyOf(World world, Random random) {
        List<OfConversation> all = world.conversations();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(random.nextInt(all.size())).conversationId());
    }
}

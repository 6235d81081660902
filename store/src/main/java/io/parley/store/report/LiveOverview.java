package io.parley.store.report;

import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.Viewer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How things stand now, in the inboxes the viewer sees. */
public interface LiveOverview {

    /**
     * @param team only theirs; absent: all
     * @param inbox only there; absent: everywhere
     */
    Mono<Standing> standing(Viewer viewer, @Nullable TeamId team, @Nullable InboxId inbox);

    /** By agent; the id is 0 for what nobody holds. */
    Mono<List<Load>> byAgent(Viewer viewer, @Nullable TeamId team);

    /** By team; the id is 0 for what no team holds. */
    Mono<List<Load>> byTeam(Viewer viewer);

    /** @param unattended open ones in which somebody waits for an answer */
    record Standing(long open, long unattended, long unassigned, long pending, long snoozed) {}

    record Load(int id, long open, long unattended, long pending) {}
}

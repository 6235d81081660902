package io.parley.agentgateway.api.report;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.AgentJson;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import io.parley.store.report.LiveOverview;
import io.parley.store.report.LiveOverview.Load;
import io.parley.store.report.LiveOverview.Standing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How things stand now, in my inboxes. */
@RestController
@RequestMapping("/api/v2/accounts/{account_id}")
@Tag(name = "Reports")
class LiveReportController {

    private static final Load NOTHING = new Load(0, 0, 0, 0);
    private static final int PAGE = 25;

    private final LiveOverview live;
    private final Agents agents;
    private final ChatwootJson json;

    LiveReportController(LiveOverview live, Agents agents, ChatwootJson json) {
        this.live = live;
        this.agents = agents;
        this.json = json;
    }

    @GetMapping("/live_reports/conversation_metrics")
    @Operation(summary = "How many conversations are open, unattended, unassigned, pending, snoozed")
    @Takes({"team_id: number", "inbox_id: number"})
    Mono<StandingJson> standing(Viewer viewer, Parameters in) {
        return live.standing(viewer, in.id("team_id", TeamId::new), in.id("inbox_id", InboxId::new))
                .map(StandingJson::of);
    }

    @GetMapping("/live_reports/grouped_conversation_metrics")
    @Operation(summary = "The same for each agent or team")
    @Takes({"group_by", "team_id: number"})
    Mono<List<Map<String, Object>>> grouped(Viewer viewer, Parameters in) {
        String by = in.required("group_by");
        Mono<List<Load>> loads = switch (by) {
            case "assignee_id" -> live.byAgent(viewer, in.id("team_id", TeamId::new));
            case "team_id" -> live.byTeam(viewer);
            default -> throw new BadInput("group_by must be assignee_id or team_id");
        };
        return loads.map(all -> all.stream()
                .filter(load -> load.id() != 0)
                .map(load -> Map.<String, Object>of(
                        by, load.id(), "open", load.open(), "unattended", load.unattended(), "pending", load.pending()))
                .toList());
    }

    @GetMapping("/reports/conversations")
    @Operation(summary = "How things stand now: of the account, or of each agent with their load, 25 a page")
    @Takes({"type", "page: number"})
    Mono<?> conversations(Viewer viewer, Parameters in) {
        return switch (in.word("type")) {
            case null -> throw BadInput.missing("type");
            case "account" -> live.standing(viewer, null, null).map(StandingJson::of);
            case "agent" -> agents(viewer, in.number("page"));
            default -> throw new BadInput("type must be account or agent");
        };
    }

    private Mono<List<AgentLoadJson>> agents(Viewer viewer, @Nullable Integer page) {
        long skip = page == null || page < 2 ? 0 : (page - 1L) * PAGE;
        return live.byAgent(viewer, null)
                .map(loads -> loads.stream().collect(Collectors.toMap(Load::id, Function.identity())))
                .flatMap(loads -> agents.list(viewer)
                        .skip(skip)
                        .take(PAGE)
                        .map(json::agent)
                        .map(agent -> AgentLoadJson.of(agent, loads.getOrDefault(agent.id(), NOTHING)))
                        .collectList());
    }

    /** How things stand. */
    @Wire
    record StandingJson(long open, long unattended, long unassigned, long pending, long snoozed) {
        static StandingJson of(Standing standing) {
            return new StandingJson(
                    standing.open(),
                    standing.unattended(),
                    standing.unassigned(),
                    standing.pending(),
                    standing.snoozed());
        }
    }

    /** An agent and what they hold. */
    @Wire
    record AgentLoadJson(int id, String name, String email, String thumbnail, String availability, LoadJson metric) {
        static AgentLoadJson of(AgentJson agent, Load load) {
            return new AgentLoadJson(
                    agent.id(),
                    agent.name(),
                    agent.email(),
                    agent.thumbnail(),
                    agent.availabilityStatus(),
                    new LoadJson(load.open(), load.unattended(), load.pending()));
        }
    }

    /** What somebody holds. */
    @Wire
    record LoadJson(long open, long unattended, long pending) {}
}

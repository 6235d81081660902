package io.parley.router.rule;

import io.parley.router.RouterProperties;
import java.util.List;

/** All rules, in the order the application has them. */
public final class RulesForTests {

    private RulesForTests() {}

    public static List<InboxRule> all(RouterProperties properties) {
        Answerable answerable = new Answerable(properties);
        return List.of(new IgnoreGroups(), new Greeting(answerable), new AwayMessage(answerable));
    }
}

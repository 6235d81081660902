package io.parley.agentgateway.api;

import static io.parley.agentgateway.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.id.InboxId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @Test
    void takesNumbersAsText() {
        assertThat(given("{'contact_id':'5'}").number("contact_id")).isEqualTo(5);
        assertThat(given("{'contact_id':5}").number("contact_id")).isEqualTo(5);
        assertThat(given("{'contact_id':''}").number("contact_id")).isNull();
        assertThat(given("{'contact_id':null}").number("contact_id")).isNull();
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> given("{'page':'two'}").number("page"))
                .isInstanceOf(ApiFailure.BadInput.class)
                .hasMessage("page must be a number");
        assertThatThrownBy(() -> given("{'inbox_id':-3}").id("inbox_id", InboxId::new))
                .isInstanceOf(ApiFailure.BadInput.class);
    }

    @Test
    void takesZeroAndEmptyIdsAsNone() {
        assertThat(given("{'assignee_id':0}").id("assignee_id", InboxId::new)).isNull();
        assertThat(given("{'assignee_id':''}").id("assignee_id", InboxId::new)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "'true'", "'1'", "1", "'on'", "'yes'"})
    void takesManyWordsForTrue(String value) {
        assertThat(given("{'private':" + value + "}").flag("private")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "'false'", "'0'", "0", "'off'", "'FALSE'"})
    void takesManyWordsForFalse(String value) {
        assertThat(given("{'private':" + value + "}").flag("private", true)).isFalse();
    }

    @Test
    void leavesFlagsThatWereNotGivenOpen() {
        assertThat(given("{}").flag("private")).isNull();
        assertThat(given("{'private':''}").flag("private")).isNull();
        assertThat(given("{'private':null}").flag("private", true)).isTrue();
    }

    @Test
    void readsObjectsThatComeAsText() {
        assertThat(given("{'content_attributes':{'in_reply_to':1}}").object("content_attributes"))
                .isEqualTo(json("{'in_reply_to':1}"));
        assertThat(given("{'content_attributes':'{\\\\'in_reply_to\\\\':1}'}".replace("\\\\'", "\\\""))
                        .object("content_attributes"))
                .isEqualTo(json("{'in_reply_to':1}"));
        assertThat(given("{'content_attributes':'nonsense'}").object("content_attributes"))
                .isNull();
        assertThat(given("{'content_attributes':'{broken'}").object("content_attributes"))
                .isNull();
    }

    @Test
    void takesOneValueAsAListOfOne() {
        assertThat(given("{'labels':'vip'}").texts("labels")).containsExactly("vip");
        assertThat(given("{'labels':['vip',' ',null,7]}").texts("labels")).containsExactly("vip", "7");
        assertThat(given("{'labels':[]}").texts("labels")).isEmpty();
        assertThat(given("{'user_ids':['7',8]}").ids("user_ids", InboxId::new))
                .containsExactly(new InboxId(7), new InboxId(8));
    }

    @Test
    void takesWrappedAndFlatFieldsAlike() {
        assertThat(given("{'label':{'title':'vip'}}").unwrapped("label").text("title"))
                .isEqualTo("vip");
        assertThat(given("{'title':'vip'}").unwrapped("label").text("title")).isEqualTo("vip");
        assertThat(given("{'title':'outer','label':{'title':'inner'}}")
                        .unwrapped("label")
                        .text("title"))
                .isEqualTo("inner");
    }

    @Test
    void tellsWhatClearsFromWhatStays() {
        assertThat(given("{'email':null}").clearable("email")).isEmpty();
        assertThat(given("{'email':''}").clearable("email")).isEmpty();
        assertThat(given("{}").clearable("email")).isNull();
    }

    @Test
    void takesTheWordNullForNullWhereAsked() {
        Parameters inbox = given("{'greeting_message':'null','channel':{'webhook_url':'null'}}")
                .withNullWords();

        assertThat(inbox.clearable("greeting_message")).isEmpty();
        assertThat(inbox.inside("channel").text("webhook_url")).isNull();
        assertThat(given("{'content':'null'}").text("content")).isEqualTo("null");
    }

    @Test
    void saysWhichParameterIsMissing() {
        assertThatThrownBy(() -> given("{'email':' '}").required("email"))
                .isInstanceOf(ApiFailure.BadInput.class)
                .hasMessage("param is missing or the value is empty: email");
    }

    @Test
    void readsNamesWithBracketsAsRailsDoes() {
        Map<String, List<String>> form = new LinkedHashMap<>();
        form.put("profile[name]", List.of("Bo"));
        form.put("labels[]", List.of("a", "b"));
        form.put("tags", List.of("x", "y"));
        form.put("deep[a][b][]", List.of("1"));
        form.put("hours[][day]", List.of("1"));
        form.put("odd[", List.of("z"));

        assertThat(tree(form)).isEqualTo(json("""
                {'profile':{'name':'Bo'},'labels':['a','b'],'tags':['x','y'],'deep':{'a':{'b':['1']}},
                 'hours':[{'day':'1'}],'odd[':'z'}
                """));
    }

    @Test
    void beginsANewElementWhenTheLastOneHasTheKey() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        Brackets.put(tree, "hours[][day]", "1");
        Brackets.put(tree, "hours[][open]", "9");
        Brackets.put(tree, "hours[][day]", "2");

        assertThat(tree).isEqualTo(json("{'hours':[{'day':'1','open':'9'},{'day':'2'}]}"));
    }

    @Test
    void doesNotFollowNamesIntoTheDepth() {
        String deep = "a" + "[b]".repeat(5_000);

        assertThat(tree(Map.of(deep, List.of("1"))).path(deep).asText()).isEqualTo("1");
    }

    private static ObjectNode tree(Map<String, List<String>> form) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        Brackets.putAll(tree, form);
        return tree;
    }

    private static Parameters given(String text) {
        return new Parameters((ObjectNode) json(text), Map.of());
    }
}

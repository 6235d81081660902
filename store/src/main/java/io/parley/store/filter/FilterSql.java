package io.parley.store.filter;

import io.parley.store.StoreFailure.Invalid;
import io.parley.store.filter.Filterable.Attribute;
import io.parley.store.filter.Filterable.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/**
 * Conditions as one SQL expression with its parameters. What a client gave is only ever bound.
 *
 * @param sql in parentheses; empty without conditions
 */
public record FilterSql(String sql, Map<String, Object> parameters) {

    private static final int MAX_CONDITIONS = 30;
    private static final int MAX_VALUES = 200;
    private static final String NUMERIC = "(CASE WHEN %1$s ~ '^-?\\d{1,18}(\\.\\d{1,9})?$' THEN %1$s::numeric END)";

    /** @throws Invalid when a condition makes no sense for its attribute */
    public static FilterSql of(List<Condition> conditions, Filterable filterable) {
        if (conditions.size() > MAX_CONDITIONS) {
            throw new Invalid("payload", "A filter has at most %d conditions".formatted(MAX_CONDITIONS));
        }
        Writer writer = new Writer();
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            sql.append(writer.write(condition, filterable.attribute(condition.attribute())));
            if (i < conditions.size() - 1) {
                sql.append(condition.or() ? " OR " : " AND ");
            }
        }
        return new FilterSql(sql.isEmpty() ? "" : "(" + sql + ")", writer.parameters);
    }

    /** Put behind other conditions. */
    public String andSql() {
        return sql.isEmpty() ? "" : " AND " + sql;
    }

    public GenericExecuteSpec bind(GenericExecuteSpec statement) {
        GenericExecuteSpec bound = statement;
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            bound = bound.bind(parameter.getKey(), parameter.getValue());
        }
        return bound;
    }

    /** Writes conditions one after the other, each with parameters of its own. */
    private static final class Writer {

        private final Map<String, Object> parameters = new LinkedHashMap<>();

        String write(Condition condition, Attribute attribute) {
            if (condition.values().size() > MAX_VALUES) {
                throw new Invalid("values", "A condition has at most %d values".formatted(MAX_VALUES));
            }
            return switch (condition.operator()) {
                case EQUAL_TO -> equal(condition, attribute);
                case NOT_EQUAL_TO -> not(equal(condition, attribute));
                case CONTAINS -> like(condition, attribute, "%", "%");
                case DOES_NOT_CONTAIN -> not(like(condition, attribute, "%", "%"));
                case STARTS_WITH -> like(condition, attribute, "", "%");
                case IS_PRESENT -> present(attribute);
                case IS_NOT_PRESENT -> "NOT " + present(attribute);
                case IS_GREATER_THAN -> compared(condition, attribute, ">");
                case IS_LESS_THAN -> compared(condition, attribute, "<");
                case DAYS_BEFORE -> daysBefore(condition, attribute);
            };
        }

        private static String not(String sql) {
            return "NOT coalesce(" + sql + ", false)";
        }

        private String equal(Condition condition, Attribute attribute) {
            required(condition);
            return switch (attribute.type()) {
                case TEXT -> anyOf("lower(" + attribute.sql() + ")", texts(condition, FilterSql::lowerCase));
                case WORD -> anyOf(attribute.sql(), texts(condition, Function.identity()));
                case PHONE -> anyOf(attribute.sql(), texts(condition, FilterSql::phone));
                case NUMBER ->
                    anyOf(
                            attribute.sql(),
                            condition.values().stream()
                                    .map(it -> number(it).longValue())
                                    .toArray(Long[]::new));
                case LABELS -> attribute.sql().formatted(bound(texts(condition, FilterSql::lowerCase)));
                case FLAG -> attribute.sql() + " = " + bound(flag(one(condition)));
                case TIME -> {
                    Instant day = time(one(condition)).truncatedTo(ChronoUnit.DAYS);
                    yield "(%1$s >= %2$s AND %1$s < %3$s)"
                            .formatted(attribute.sql(), bound(day), bound(day.plus(1, ChronoUnit.DAYS)));
                }
            };
        }

        private String like(Condition condition, Attribute attribute, String before, String after) {
            required(condition);
            Function<String, String> form = switch (attribute.type()) {
                case TEXT, LABELS -> FilterSql::lowerCase;
                case WORD -> Function.identity();
                case PHONE -> before.isEmpty() ? FilterSql::phone : it -> it.replace("+", "");
                case NUMBER, TIME, FLAG -> throw unfit(condition);
            };
            if (attribute.type() == Type.LABELS) {
                return attribute.sql().formatted(bound(texts(condition, form)));
            }
            String expression = attribute.type() == Type.TEXT ? "lower(" + attribute.sql() + ")" : attribute.sql();
            return expression + " LIKE ANY (" + bound(texts(condition, it -> before + escaped(form.apply(it)) + after))
                    + ")";
        }

        private static String present(Attribute attribute) {
            return switch (attribute.type()) {
                case LABELS -> attribute.sql().replace("= ANY (%s)", "IS NOT NULL");
                case TEXT, WORD, PHONE -> "(coalesce(" + attribute.sql() + ", '') <> '')";
                case NUMBER, TIME, FLAG -> "(" + attribute.sql() + " IS NOT NULL)";
            };
        }

        private String compared(Condition condition, Attribute attribute, String sign) {
            String value = one(condition);
            return switch (attribute.type()) {
                case TIME -> "%s %s %s".formatted(attribute.sql(), sign, bound(time(value)));
                case NUMBER -> "%s %s %s".formatted(attribute.sql(), sign, bound(number(value)));
                // a custom attribute: a number when it is compared with one, else a day in ISO 8601
                case TEXT ->
                    isNumber(value)
                            ? "%s %s %s".formatted(NUMERIC.formatted(attribute.sql()), sign, bound(number(value)))
                            : "%s %s %s".formatted(attribute.sql(), sign, bound(value));
                case WORD, PHONE, FLAG, LABELS -> throw unfit(condition);
            };
        }

        private String daysBefore(Condition condition, Attribute attribute) {
            if (attribute.type() != Type.TIME) {
                throw unfit(condition);
            }
            int days = number(one(condition)).min(BigDecimal.valueOf(100_000)).intValue();
            return "%s < now() - %s * interval '1 day'".formatted(attribute.sql(), bound(days));
        }

        private String anyOf(String expression, Object[] values) {
            return expression + " = ANY (" + bound(values) + ")";
        }

        private String bound(Object value) {
            String name = "filter" + parameters.size();
            parameters.put(name, value);
            return ":" + name;
        }
    }

    private static void required(Condition condition) {
        if (condition.values().isEmpty()) {
            throw new Invalid("values", "Values of %s can't be blank".formatted(condition.attribute()));
        }
    }

    private static String one(Condition condition) {
        required(condition);
        return condition.values().getFirst();
    }

    private static String[] texts(Condition condition, Function<String, String> form) {
        List<String> texts = new ArrayList<>();
        condition.values().forEach(it -> texts.add(form.apply(it.replace("\0", ""))));
        return texts.toArray(String[]::new);
    }

    private static String lowerCase(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static String phone(String text) {
        return "+" + text.replace("+", "").strip();
    }

    private static boolean flag(String text) {
        return !text.equalsIgnoreCase("false") && !text.equals("0");
    }

    private static boolean isNumber(String text) {
        return text.strip().matches("-?\\d{1,18}(\\.\\d{1,9})?");
    }

    private static BigDecimal number(String text) {
        if (!isNumber(text)) {
            throw new Invalid("values", "%s is no number".formatted(text));
        }
        return new BigDecimal(text.strip());
    }

    /** A day or an instant in ISO 8601, or Unix seconds. */
    private static Instant time(String given) {
        String text = given.strip();
        try {
            if (text.matches("\\d{9,11}")) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            return text.length() > 10
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new Invalid("values", "%s is no date".formatted(text));
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static Invalid unfit(Condition condition) {
        return new Invalid(
                "filter_operator",
                "%s cannot be compared by %s"
                        .formatted(
                                condition.attribute(),
                                condition.operator().name().toLowerCase(Locale.ROOT)));
    }
}

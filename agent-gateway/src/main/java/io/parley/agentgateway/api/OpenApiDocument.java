package io.parley.agentgateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.security.SignedIn;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.id.TeamId;
import io.parley.store.Viewer;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.PathParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Arrays;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.WebFilter;
import reactor.core.scheduler.Schedulers;

/** Describes the API for the page at {@code /docs}, and for tools; nothing of it is made before somebody asks. */
@Configuration(proxyBeanMethods = false)
class OpenApiDocument {

    private static final String TOKEN = "api_access_token";

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Parameters.class, Viewer.class, SignedIn.class)
                .replaceWithSchema(JsonNode.class, new ObjectSchema())
                .replaceWithSchema(ObjectNode.class, new ObjectSchema());
        for (Class<?> id : List.of(AgentId.class, ContactId.class, InboxId.class, MessageId.class, TeamId.class)) {
            SpringDocUtils.getConfig().replaceWithSchema(id, new IntegerSchema());
        }
    }

    @Bean
    OpenAPI gatewayOpenApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Parley")
                        .description(
                                "Chatwoot's application API, and a little beyond. Bodies may be JSON, form or multipart;"
                                        + " PUT and PATCH are the same; success is always 200.")
                        .version("v1")
                        .license(new License().name("MIT")))
                .components(new Components()
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.HEADER)
                                        .name(TOKEN)
                                        .description("access_token of GET /api/v1/profile"))
                        .addSecuritySchemes(
                                "bearer",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("the same token, for proxies that drop headers with underscores")))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN))
                .addSecurityItem(new SecurityRequirement().addList("bearer"));
    }

    /** What {@link Parameters} hide is told by {@link Takes}. */
    @Bean
    OperationCustomizer gatewayTakenParameters() {
        return (operation, method) -> {
            Takes takes = method.getMethodAnnotation(Takes.class);
            if (takes != null) {
                describe(
                        operation,
                        method,
                        Arrays.stream(takes.value()).map(Taken::of).toList());
            }
            return operation;
        };
    }

    /** {@link Viewer} hides the account in the path. */
    @Bean
    OpenApiCustomizer gatewayAccountInPaths() {
        return document -> document.getPaths().forEach((path, item) -> {
            if (path.contains("{" + ApiArguments.ACCOUNT + "}")) {
                item.readOperations()
                        .forEach(operation -> operation.addParametersItem(
                                new PathParameter().name(ApiArguments.ACCOUNT).schema(new IntegerSchema())));
            }
        });
    }

    /** Making the document takes a while, which must not hold up the sessions of the network thread it is asked on. */
    @Bean
    WebFilter gatewayDocumentAside() {
        return (exchange, chain) -> exchange.getRequest().getURI().getRawPath().startsWith("/api-docs")
                ? chain.filter(exchange).subscribeOn(Schedulers.boundedElastic())
                : chain.filter(exchange);
    }

    private static void describe(Operation operation, HandlerMethod method, List<Taken> taken) {
        if (AnnotatedElementUtils.hasAnnotation(method.getMethod(), GetMapping.class)) {
            taken.forEach(it -> operation.addParametersItem(
                    new QueryParameter().name(it.queryName()).required(false).schema(it.schema())));
            return;
        }
        Schema<?> body = new ObjectSchema();
        taken.stream().filter(it -> !it.isFiles()).forEach(it -> body.addProperty(it.name(), it.schema()));
        Content content = new Content().addMediaType("application/json", new MediaType().schema(body));
        if (taken.stream().anyMatch(Taken::isFiles)) {
            Schema<?> multipart = new ObjectSchema();
            taken.forEach(it -> multipart.addProperty(it.isFiles() ? it.queryName() : it.name(), it.schema()));
            content.addMediaType("multipart/form-data", new MediaType().schema(multipart));
        }
        operation.requestBody(new RequestBody().content(content));
    }

    /** One parameter as {@link Takes} writes it. */
    private record Taken(String name, String type) {

        static Taken of(String text) {
            String[] parts = text.split(": ", 2);
            return new Taken(parts[0], parts.length == 1 ? "text" : parts[1]);
        }

        boolean isFiles() {
            return type.equals("files");
        }

        String queryName() {
            return type.equals("texts") || type.equals("numbers") || isFiles() ? name + "[]" : name;
        }

        Schema<?> schema() {
            return switch (type) {
                case "text" -> new StringSchema();
                case "number" -> new IntegerSchema();
                case "boolean" -> new BooleanSchema();
                case "object" -> new ObjectSchema();
                case "texts" -> new ArraySchema().items(new StringSchema());
                case "numbers" -> new ArraySchema().items(new IntegerSchema());
                case "objects" -> new ArraySchema().items(new ObjectSchema());
                case "files" -> new ArraySchema().items(new StringSchema().format("binary"));
                default -> throw new IllegalStateException("no type of a parameter is named " + type);
            };
        }
    }
}

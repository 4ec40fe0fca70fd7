package dev.tillgate.webapp.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.merchant.Scope;
import dev.tillgate.webapp.api.shape.AmountBody;
import dev.tillgate.webapp.api.shape.AttemptJson;
import dev.tillgate.webapp.api.shape.CallbackJson;
import dev.tillgate.webapp.api.shape.ChatBody;
import dev.tillgate.webapp.api.shape.ChatJson;
import dev.tillgate.webapp.api.shape.ConnectBody;
import dev.tillgate.webapp.api.shape.ConnectionJson;
import dev.tillgate.webapp.api.shape.CreatePaymentBody;
import dev.tillgate.webapp.api.shape.DisputeJson;
import dev.tillgate.webapp.api.shape.DraftBody;
import dev.tillgate.webapp.api.shape.DraftJson;
import dev.tillgate.webapp.api.shape.EmptyBody;
import dev.tillgate.webapp.api.shape.EventJson;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.api.shape.MethodJson;
import dev.tillgate.webapp.api.shape.NextActionJson;
import dev.tillgate.webapp.api.shape.OAuthErrorJson;
import dev.tillgate.webapp.api.shape.PageJson;
import dev.tillgate.webapp.api.shape.PaymentJson;
import dev.tillgate.webapp.api.shape.PaymentSummaryJson;
import dev.tillgate.webapp.api.shape.RefundBody;
import dev.tillgate.webapp.api.shape.RefundJson;
import dev.tillgate.webapp.api.shape.RotationJson;
import dev.tillgate.webapp.api.shape.ShopTestJson;
import dev.tillgate.webapp.api.shape.StartPaymentBody;
import dev.tillgate.webapp.api.shape.StoreStatusJson;
import dev.tillgate.webapp.api.shape.TokenBody;
import dev.tillgate.webapp.api.shape.TokenJson;
import dev.tillgate.webapp.problem.FieldError;
import dev.tillgate.webapp.problem.ProblemBody;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.integration.SwaggerConfiguration;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the OpenAPI document from the resources and the records they answer with: swagger-core reads addresses, fields
 * and descriptions; what follows from our own rules (what is required, scopes, keys, problems) is added here.
 */
final class OpenApiDocument {
    private static final List<Class<?>> RESOURCES = List.of(
            PaymentsResource.class,
            PaymentResource.class,
            PaymentMovesResource.class,
            PaymentStreamResource.class,
            CallbacksResource.class,
            DisputesResource.class,
            ChatGrantsResource.class,
            ChatDraftsResource.class,
            ChatOpenResource.class,
            ChatSessionResource.class,
            ChatStreamResource.class,
            TokenResource.class,
            ConnectTokenResource.class,
            ConnectionResource.class);
    private static final List<Class<? extends Record>> RECORDS = List.of(
            AmountBody.class,
            AttemptJson.class,
            CallbackJson.class,
            CallbackJson.Try.class,
            CreatePaymentBody.class,
            CreatePaymentBody.Line.class,
            CreatePaymentBody.BuyerBody.class,
            DraftBody.class,
            DraftBody.Line.class,
            DraftJson.class,
            EmptyBody.class,
            EventJson.class,
            MethodJson.class,
            NextActionJson.class,
            NextActionJson.Detail.class,
            OAuthErrorJson.class,
            PageJson.OfPayments.class,
            PageJson.OfEvents.class,
            PageJson.OfCallbacks.class,
            DisputeJson.class,
            PageJson.OfDisputes.class,
            PageJson.OfRefunds.class,
            PageJson.OfMethods.class,
            PaymentJson.class,
            PaymentSummaryJson.class,
            RefundBody.class,
            RefundJson.class,
            StartPaymentBody.class,
            ChatBody.NewGrant.class,
            ChatBody.Opening.class,
            ChatBody.Widget.class,
            ChatBody.Saying.class,
            ChatBody.Granting.class,
            ChatBody.Paying.class,
            ChatJson.Session.class,
            ChatJson.Order.class,
            ChatJson.Message.class,
            ChatJson.Messages.class,
            ChatJson.Heard.class,
            ChatJson.Grant.class,
            TokenBody.class,
            TokenJson.class,
            ConnectBody.class,
            ConnectBody.Versions.class,
            ConnectionJson.class,
            RotationJson.class,
            ShopTestJson.class,
            StoreStatusJson.class,
            ProblemBody.class,
            FieldError.class);
    private static final Set<String> METHODS = Set.of("get", "post");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root;

    private OpenApiDocument(ObjectNode root) {
        this.root = root;
    }

    /** The document as pretty JSON. */
    static String generate() {
        ModelConverters converters = ModelConverters.getInstance(true);
        converters.addConverter(new ModelResolver(Json.mapper()).openapi31(true));
        Reader reader = new Reader(new SwaggerConfiguration().openAPI31(true));
        var api = reader.read(Set.copyOf(RESOURCES));
        converters.read(ProblemBody.class).forEach(api::schema);
        converters.read(FieldError.class).forEach(api::schema);
        try {
            OpenApiDocument document = new OpenApiDocument(
                    (ObjectNode) JSON.readTree(Json31.mapper().writeValueAsString(api)));
            document.complete();
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
            return JSON.writer(printer).writeValueAsString(document.root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void complete() {
        ObjectNode ordered = JSON.createObjectNode();
        ordered.put("openapi", "3.1.0");
        ObjectNode info = ordered.putObject("info");
        info.put("title", "Tillgate");
        info.put("version", "1");
        info.put(
                "description",
                "Turns an order into a payment, and tells what became of it. Amounts are exact decimal text; times are"
                        + " ISO 8601 in UTC; everything is in snake case. Every POST below /api/v1 needs an Idempotency-Key"
                        + " and can be repeated safely with it.");
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
        ordered.putArray("servers").addObject().put("url", "/");
        ArrayNode tags = ordered.putArray("tags");
        tag(tags, "Access", "Access tokens for programs");
        tag(tags, "Payments", "Orders to be paid, and everything that is done with them");
        tag(tags, "Callbacks", "What the store was told, or not yet");
        tag(tags, "Chat", "Conversations in which orders are paid");
        tag(tags, "Connect", "For plugins of shops: how they get, test, change and give back their access");
        ordered.set("paths", sorted(root.path("paths")));
        ordered.set("components", root.path("components"));
        completeSchemas((ObjectNode) ordered.at("/components/schemas"));
        completeOperations((ObjectNode) ordered.get("paths"));
        ObjectNode components = (ObjectNode) ordered.get("components");
        addResponses(components.putObject("responses"));
        addSecurity(components.putObject("securitySchemes"));
        root.removeAll();
        root.setAll(ordered);
    }

    private static void tag(ArrayNode tags, String name, String description) {
        tags.addObject().put("name", name).put("description", description);
    }

    private static ObjectNode sorted(JsonNode object) {
        ObjectNode sorted = JSON.createObjectNode();
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.stream().sorted().forEach(name -> sorted.set(name, object.get(name)));
        return sorted;
    }

    /** A record says which of its members are always there, and has no others. */
    private static void completeSchemas(ObjectNode schemas) {
        Map<String, Class<? extends Record>> byName = new HashMap<>();
        RECORDS.forEach(record -> byName.put(name(record), record));
        schemas.fields().forEachRemaining(entry -> {
            Class<? extends Record> record = byName.get(entry.getKey());
            if (record == null) {
                throw new IllegalStateException("no record for the schema " + entry.getKey());
            }
            ObjectNode schema = (ObjectNode) entry.getValue();
            ArrayNode required = JSON.createArrayNode();
            for (RecordComponent component : record.getRecordComponents()) {
                if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    required.add(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName()));
                }
            }
            schema.remove("required");
            if (!required.isEmpty()) {
                schema.set("required", required);
            }
            schema.put("additionalProperties", false);
        });
    }

    private static String name(Class<? extends Record> record) {
        Schema schema = record.getAnnotation(Schema.class);
        return schema == null || schema.name().isEmpty() ? record.getSimpleName() : schema.name();
    }

    private static void completeOperations(ObjectNode paths) {
        Map<String, Scope> scopes = scopes();
        paths.fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(entry -> {
            if (!METHODS.contains(entry.getKey())) {
                return;
            }
            ObjectNode operation = (ObjectNode) entry.getValue();
            Scope scope = scopes.get(operation.path("operationId").asText());
            boolean chat = path.getKey().startsWith("/api/v1/chat/");
            ArrayNode security = operation.putArray("security");
            if (scope == null && !chat) {
                return;
            }
            if (scope != null) {
                security.addObject().putArray("oauth").add(scope.code());
            }
            if (chat && !operation.path("operationId").asText().equals("createChatGrant")) {
                security.addObject().putArray("conversation");
            }
            if (entry.getKey().equals("post") && path.getKey().startsWith("/api/v1/")) {
                addKey(operation);
            }
            addProblems(operation, entry.getKey().equals("post"));
        }));
    }

    private static Map<String, Scope> scopes() {
        Map<String, Scope> scopes = new HashMap<>();
        for (Class<?> resource : RESOURCES) {
            for (Method method : resource.getDeclaredMethods()) {
                Operation operation = method.getAnnotation(Operation.class);
                Needs needs = method.getAnnotation(Needs.class);
                if (operation != null && needs != null) {
                    scopes.put(operation.operationId(), needs.value());
                }
                if (operation != null && method.isAnnotationPresent(InChat.class)) {
                    scopes.put(operation.operationId(), Scope.CHAT_WRITE);
                }
            }
        }
        return scopes;
    }

    private static void addKey(ObjectNode operation) {
        ObjectNode key = operation.withArray("parameters").addObject();
        key.put("name", Repeats.HEADER).put("in", "header").put("required", true);
        key.put(
                "description",
                "Makes repeating safe: the same key gets the same answer, with Idempotent-Replayed: true. The same key"
                        + " with another body is refused.");
        key.putObject("schema")
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", 255)
                .put("pattern", "^[!-~]{1,255}$");
    }

    private static void addProblems(ObjectNode operation, boolean writes) {
        ObjectNode responses = (ObjectNode) operation.get("responses");
        Stream<String> statuses = writes
                ? Stream.of("400", "401", "403", "404", "406", "409", "413", "415", "422", "429", "500", "503")
                : Stream.of("401", "403", "404", "406", "422", "429", "500", "503");
        statuses.forEach(status -> responses.putObject(status).put("$ref", "#/components/responses/Problem"));
    }

    private static void addResponses(ObjectNode responses) {
        ObjectNode problem = responses.putObject("Problem");
        problem.put("description", "What is wrong");
        problem.putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
    }

    private static void addSecurity(ObjectNode schemes) {
        ObjectNode oauth = schemes.putObject("oauth").put("type", "oauth2");
        ObjectNode flow =
                oauth.putObject("flows").putObject("clientCredentials").put("tokenUrl", "/api/oauth/token");
        ObjectNode scopes = flow.putObject("scopes");
        scopes.put(Scope.PAYMENTS_READ.code(), "Read payments, methods and events");
        scopes.put(Scope.PAYMENTS_WRITE.code(), "Create, capture and cancel payments");
        scopes.put(Scope.REFUNDS_WRITE.code(), "Give money back");
        scopes.put(Scope.CALLBACKS_MANAGE.code(), "List and replay callback deliveries");
        scopes.put(Scope.CHAT_WRITE.code(), "Open conversations and let them pay orders");
        schemes.putObject("conversation")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A grant to open a conversation, the conversation's token to speak in it");
    }
}

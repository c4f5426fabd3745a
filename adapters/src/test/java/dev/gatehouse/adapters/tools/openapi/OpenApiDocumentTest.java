package dev.gatehouse.adapters.tools.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.adapters.tools.http.HttpCall.Rest;
import dev.gatehouse.adapters.tools.openapi.OpenApiDocument.Operation;
import dev.gatehouse.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenApiDocumentTest {

  private static final String SHOP =
      """
      {"openapi": "3.1.0",
       "servers": [{"url": "https://shop.example.com/v1"}],
       "paths": {
         "/orders/{id}": {
           "parameters": [{"$ref": "#/components/parameters/id"}],
           "get": {"operationId": "showOrder", "summary": "Shows an order",
                   "parameters": [{"name": "fields", "in": "query", "schema": {"type": "string"}},
                                  {"name": "X-Shop", "in": "header", "schema": {"type": "string"}},
                                  {"name": "Authorization", "in": "header", "schema": {"type": "string"}}]},
           "delete": {"summary": "Deletes", "description": "For good"}},
         "/orders": {
           "post": {"operationId": "placeOrder",
                    "requestBody": {"required": true, "content": {"application/json": {"schema":
                      {"$ref": "#/components/schemas/Order"}}}}}},
         "/pictures": {
           "post": {"operationId": "upload",
                    "requestBody": {"required": true, "content": {"image/png": {}}}}}},
       "components": {
         "parameters": {"id": {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}},
         "schemas": {"Order": {"type": "object", "properties": {
           "item": {"type": "string"}, "more": {"$ref": "#/components/schemas/Order"}}}}}}
      """;

  private static final OpenApiDocument DOCUMENT = OpenApiDocument.of(Json.parse(SHOP));

  private static Operation named(String id) {
    return DOCUMENT.operations("https://shop.example.com/v1/").stream()
        .filter(operation -> operation.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachOperationThatCanBeCalledHasAName() {
    assertThat(DOCUMENT.server()).contains("https://shop.example.com/v1");
    assertThat(DOCUMENT.operations("https://shop.example.com/v1").stream().map(Operation::id))
        .containsExactly("showOrder", "delete_orders_id", "placeOrder");
  }

  @Test
  void parametersBecomeArguments() {
    Operation show = named("showOrder");

    assertThat(show.description()).isEqualTo("Shows an order");
    assertThat(show.call().reads()).isTrue();
    assertThat(show.call().query()).isEqualTo(List.of("fields"));
    assertThat(show.call().headers()).isEqualTo(List.of("X-Shop"));
    assertThat(show.schema())
        .hasToString(
            "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
                + "\"fields\":{\"type\":\"string\"},\"X-Shop\":{\"type\":\"string\"}},"
                + "\"required\":[\"id\"],\"additionalProperties\":false}");
  }

  @Test
  void aBodyThatHoldsItselfStaysFinite() {
    Operation place = named("placeOrder");

    assertThat(place.call().rest()).isEqualTo(Rest.WHOLE_BODY);
    assertThat(place.schema().path("properties", "body"))
        .contains(
            Json.parse(
                "{\"type\":\"object\",\"properties\":{\"item\":{\"type\":\"string\"},\"more\":{}}}"));
    assertThat(place.schema().at("required")).contains(Json.array(Json.of("body")));
  }

  @Test
  void otherDocumentsAreRefused() {
    assertThatThrownBy(() -> OpenApiDocument.of(Json.parse("{\"swagger\":\"2.0\"}")))
        .hasMessageContaining("version 3");
  }
}

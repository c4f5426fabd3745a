package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class QuestionRoutesTest {

  /// Writes, and never comes back; after the process is lost nobody knows whether it did.
  private static final class LostTool implements Tool {

    private final CountDownLatch begun = new CountDownLatch(1);

    @Override
    public ToolSpec spec() {
      return new ToolSpec("pay", "pays", Json.obj("type", Json.of("object")));
    }

    @Override
    public ToolOutcome call(Json input, ToolContext context) throws InterruptedException {
      begun.countDown();
      new CountDownLatch(1).await();
      return ToolOutcome.ok(Json.NULL);
    }
  }

  @Test
  void callInDoubtIsAQuestionThatIsAnsweredOnce() throws Exception {
    var tool = new LostTool();
    var plan = Plan.plain().with(tool);
    Seat seat;
    try (var house = new ApiHouse(plan)) {
      seat = house.seat();
      house.chat(seat, ApiHouse.said("use pay")).until("tool_call_start");
      tool.begun.await();
    }

    try (var house = new ApiHouse(plan)) {
      SseEvents stream = house.watch(seat, "/api/chat/subscribe");
      String question = stream.until("question_asked").text("question_id");
      String path = "/api/questions/" + question;

      List<Json> open =
          house
              .get("/api/questions?status=open", seat.token())
              .body()
              .at("items")
              .flatMap(Json::asArray)
              .orElseThrow()
              .items();
      Answer busy = house.post("/api/chat", seat.token(), ApiHouse.said("say x"));
      Answer odd = house.post(path, seat.token(), "{\"action\":\"answer\",\"value\":\"maybe\"}");
      Answer empty = house.post(path, seat.token(), "{\"action\":\"answer\"}");
      Answer stranger = house.post(path, house.init(OTHER).token(), "{\"action\":\"decline\"}");
      Answer answer = house.post(path, seat.token(), "{\"action\":\"answer\",\"value\":\"done\"}");
      Answer again = house.post(path, seat.token(), "{\"action\":\"decline\"}");

      assertThat(open).hasSize(1);
      assertThat(busy.status()).isEqualTo(409);
      assertThat(odd.status()).isEqualTo(422);
      assertThat(empty.status()).isEqualTo(422);
      assertThat(stranger.status()).isEqualTo(404);
      assertThat(answer.text("status")).isEqualTo("answered");
      assertThat(again.text("error")).isEqualTo("already_answered");
      assertThat(again.body().path("question", "answer")).contains(Json.of("done"));
      assertThat(stream.rest().getLast().type()).isEqualTo("stream_complete");
    }
  }

  private static final String OTHER = "{\"api_key\":\"k\",\"user_id\":\"eve\"}";

  @Test
  void catalogIsListedWithoutPrompts() throws Exception {
    try (var house = new ApiHouse(Plan.plain().with(new EchoTool()))) {
      Answer agents = house.get("/api/agents", "any");

      assertThat(agents.body().toString()).contains("assistant").doesNotContain("secret prompt");
      assertThat(house.get("/api/agents/other", "any").text("description"))
          .isEqualTo("helps otherwise");
      assertThat(house.get("/api/agents/nobody", "any").status()).isEqualTo(404);
      assertThat(house.get("/api/tools", "any").body().toString()).contains("\"echo\"");
      assertThat(house.get("/api/models", "any").body().toString()).contains("Puppet Two");
    }
  }
}

package dev.gatehouse.protocols.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import dev.gatehouse.protocols.http.HttpSettings;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileRoutesTest {

  private static final String BOUNDARY = "------------------------d74496d66958873e";
  private static final byte[] PIXEL = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

  private static byte[] form(String disposition, String type, byte[] bytes) throws IOException {
    var body = new ByteArrayOutputStream();
    body.write(text("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n"));
    body.write(text("Content-Type: " + type + "\r\n\r\n"));
    body.write(bytes);
    body.write(text("\r\n--" + BOUNDARY + "--\r\n"));
    return body.toByteArray();
  }

  private static byte[] file(String name, String type, byte[] bytes) throws IOException {
    return form("form-data; name=\"file\"; filename=\"" + name + "\"", type, bytes);
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static HttpRequest.Builder sending(
      ApiHouse house, String path, String token, byte[] body) {
    return house
        .request(path, token)
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(BodyPublishers.ofByteArray(body));
  }

  private static Answer upload(ApiHouse house, Seat seat, byte[] body) throws Exception {
    return house.send(sending(house, "/api/files", seat.token(), body).build());
  }

  private static HttpResponse<byte[]> fetch(ApiHouse house, String token, String id)
      throws Exception {
    return house.raw(house.request("/api/artifacts/" + id, token).GET().build());
  }

  @Test
  void whatWasUploadedIsFetchedByteForByte() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      byte[] bytes = text("a,b\r\n1,2\r\n--" + BOUNDARY.substring(2) + "\0\r\n");

      Answer kept = upload(house, seat, file("zahlen ü.csv", "text/csv; charset=utf-8", bytes));
      HttpResponse<byte[]> fetched = fetch(house, seat.token(), kept.text("id"));

      assertThat(kept.status()).isEqualTo(201);
      assertThat(kept.text("id")).matches("art_[0-9a-z]{26}");
      assertThat(kept.text("name")).isEqualTo("zahlen ü.csv");
      assertThat(kept.text("media_type")).isEqualTo("text/csv");
      assertThat(kept.number("size")).isEqualTo(bytes.length);
      assertThat(fetched.body()).isEqualTo(bytes);
      assertThat(fetched.headers().firstValue("content-disposition"))
          .contains("attachment; filename=\"zahlen _.csv\"; filename*=UTF-8''zahlen%20%C3%BC.csv");
      assertThat(fetched.headers().firstValue("x-content-type-options")).contains("nosniff");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript"})
  void whatABrowserCouldRunIsHandedOutAsBytes(String type) throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();

      Answer kept = upload(house, seat, file("x.html", type, text("<script>alert(1)</script>")));
      HttpResponse<byte[]> fetched = fetch(house, seat.token(), kept.text("id"));

      assertThat(fetched.headers().firstValue("content-type")).contains("application/octet-stream");
      assertThat(fetched.headers().firstValue("content-disposition").orElseThrow())
          .startsWith("attachment");
    }
  }

  @Test
  void onlyItsOwnerMayFetchAFile() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat ann = house.seat();
      Seat bob = house.init("{\"api_key\":\"k\",\"user_id\":\"bob\"}");
      String id = upload(house, ann, file("a.txt", "text/plain", text("a"))).text("id");

      assertThat(fetch(house, bob.token(), id).statusCode()).isEqualTo(404);
      assertThat(fetch(house, "", id).statusCode()).isEqualTo(401);
      assertThat(fetch(house, ann.token(), "art_nobody").statusCode()).isEqualTo(404);
      assertThat(fetch(house, ann.token(), id).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anApiKeyNamesTheSession() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      byte[] body = file("a.txt", "text/plain", text("a"));
      String path = "/api/files?session_id=" + seat.session();

      Answer without = house.send(sending(house, "/api/files", "k", body).build());
      Answer with = house.send(sending(house, path, "k", body).build());
      Answer elsewhere =
          house.send(sending(house, "/api/files?session_id=sess_x", "k", body).build());

      assertThat(without.status()).isEqualTo(400);
      assertThat(with.status()).isEqualTo(201);
      assertThat(elsewhere.status()).isEqualTo(404);
      assertThat(fetch(house, seat.token(), with.text("id")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void filesGoWithTheirSession() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      Seat other = house.seat();
      byte[] body = file("a.txt", "text/plain", text("a"));
      String gone = upload(house, seat, body).text("id");
      String kept = upload(house, other, body).text("id");

      house.send(house.request("/api/sessions/" + seat.session(), seat.token()).DELETE().build());

      assertThat(fetch(house, "k", gone).statusCode()).isEqualTo(404);
      assertThat(fetch(house, "k", kept).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anUploadThatComesAgainKeepsOneFile() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      byte[] body = file("a.txt", "text/plain", text("a"));
      HttpRequest.Builder request =
          sending(house, "/api/files", seat.token(), body).header("Idempotency-Key", "one");

      Answer first = house.send(request.build());
      Answer second = house.send(request.build());

      assertThat(second.text("id")).isEqualTo(first.text("id"));
      assertThat(house.runtime.artifacts().list(seat.session())).hasSize(1);
    }
  }

  @Test
  void aModelSeesAnUploadedPicture() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      String id = upload(house, seat, file("p.png", "image/png", PIXEL)).text("id");

      SseEvents stream = house.chat(seat, shown(id));
      String said = stream.until("text_delta").text("text");
      stream.until("stream_complete");
      Answer messages = house.get("/api/sessions/" + seat.session() + "/messages", seat.token());

      assertThat(said).isEqualTo("image/png " + Base64.getEncoder().encodeToString(PIXEL));
      assertThat(messages.body().toString())
          .contains("\"source\":{\"type\":\"artifact\",\"id\":\"" + id + "\"");
    }
  }

  private static String shown(String id) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"see\"},"
        + "{\"type\":\"image\",\"source\":{\"type\":\"artifact\",\"id\":\""
        + id
        + "\"}}]}]}";
  }

  @Test
  void aPictureMustBeOneAndTheCallers() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat ann = house.seat();
      Seat bob = house.init("{\"api_key\":\"k\",\"user_id\":\"bob\"}");
      String picture = upload(house, bob, file("p.png", "image/png", PIXEL)).text("id");
      String words = upload(house, ann, file("a.txt", "text/plain", text("a"))).text("id");

      assertThat(house.post("/api/chat", ann.token(), shown(picture)).status()).isEqualTo(422);
      assertThat(house.post("/api/chat", ann.token(), shown(words)).status()).isEqualTo(422);
      assertThat(
              house
                  .post(
                      "/api/chat",
                      ann.token(),
                      shown(picture)
                          .replace("\"artifact\",\"id\":\"", "\"url\",\"url\":\"artifact:"))
                  .status())
          .isEqualTo(422);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\\\boot.ini",
        "..",
        ".",
        "",
        "a\u202Etxt.exe",
        "a\0b"
      })
  void namesThatMeanPlacesAreRefused(String name) throws Exception {
    try (var house = ApiHouse.open()) {
      Answer answer = upload(house, house.seat(), file(name, "text/plain", text("a")));

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body().path("errors").map(Json::toString).orElse("")).contains("/file");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "--B",
        "--B--",
        "--B|",
        "--B|||--B--",
        "--B|Content-Disposition: form-data; name=\"file\"; filename=\"a\"||never ends",
        "--B|Content-Disposition: form-data; name=\"file\"; filename=\"a\"||a|--Bx",
        "--B|Content-Disposition: form-data; filename=\"a\"||a|--B--",
        "--B|Content-Disposition: form-data; name=\"file\"||a|--B--",
        "--B|Content-Disposition: form-data; name=\"other\"; filename=\"a\"||a|--B--",
        "--B|no colon||a|--B--",
        "--B|Content-Disposition: form-data; name=\"file\"; name=\"x\"; filename=\"a\"||a|--B--",
        "--B|Content-Disposition: form-data; name=\"file\";"
            + " filename=\"a\"|Content-Transfer-Encoding: base64||YQ==|--B--",
        "--B|Content-Disposition: form-data; name=\"file\";"
            + " filename=\"a\"||a|--B|Content-Disposition: form-data; name=\"file\";"
            + " filename=\"b\"||b|--B--"
      })
  void malformedFormsAreRefusedInWords(String body) throws Exception {
    try (var house = ApiHouse.open()) {
      HttpRequest request =
          house
              .request("/api/files", house.seat().token())
              .header("Content-Type", "multipart/form-data; boundary=B")
              .POST(BodyPublishers.ofString(body.replace("|", "\r\n")))
              .build();

      Answer answer = house.send(request);

      assertThat(answer.status()).isIn(400, 422);
      assertThat(answer.text("detail")).isNotBlank();
    }
  }

  @Test
  void otherMediaTypesAndCodingsAreRefused() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      byte[] body = file("a.txt", "text/plain", text("a"));

      Answer json = house.post("/api/files", seat.token(), "{}");
      Answer packed =
          house.send(
              sending(house, "/api/files", seat.token(), body)
                  .header("Content-Encoding", "gzip")
                  .build());

      assertThat(json.status()).isEqualTo(415);
      assertThat(packed.status()).isEqualTo(415);
    }
  }

  @Test
  void aFileOverTheLimitIsRefused() throws Exception {
    var small = ApiSettings.of(HttpSettings.loopback(0)).withMaxUpload(1_000);
    try (var house = new ApiHouse(Plan.plain().with(small))) {
      Seat seat = house.seat();

      Answer fits = upload(house, seat, file("a", "text/plain", new byte[1_000]));
      Answer little = upload(house, seat, file("a", "text/plain", new byte[1_001]));
      Answer much = upload(house, seat, file("a", "text/plain", new byte[100_000]));

      assertThat(fits.status()).isEqualTo(201);
      assertThat(little.status()).isEqualTo(413);
      assertThat(much.status()).isEqualTo(413);
    }
  }

  @Test
  void aHundredMegabytesAreRefusedBeforeTheyAreSent() throws Exception {
    try (var house = ApiHouse.open();
        var socket = new Socket(InetAddress.getLoopbackAddress(), house.server.port())) {
      String head =
          "POST /api/files HTTP/1.1|Host: localhost|Authorization: Bearer "
              + house.seat().token()
              + "|Content-Type: multipart/form-data; boundary=B|Content-Length: 104857600||";

      socket.getOutputStream().write(text(head.replace("|", "\r\n")));
      var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));

      assertThat(answer.readLine()).isEqualTo("HTTP/1.1 413 Payload Too Large");
    }
  }

  @Test
  void aBodyOfUnknownLengthIsCounted() throws Exception {
    var small = ApiSettings.of(HttpSettings.loopback(0)).withMaxUpload(1_000);
    try (var house = new ApiHouse(Plan.plain().with(small))) {
      byte[] body = file("a", "text/plain", new byte[100_000]);
      HttpRequest request =
          house
              .request("/api/files", house.seat().token())
              .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
              .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
              .build();

      assertThat(house.send(request).status()).isEqualTo(413);
    }
  }

  @Test
  void aZipIsKeptAsItIs() throws Exception {
    var bomb = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bomb)) {
      zip.putNextEntry(new ZipEntry("../../zeros"));
      zip.write(new byte[8 << 20]);
    }
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();

      Answer kept = upload(house, seat, file("b.zip", "application/zip", bomb.toByteArray()));

      assertThat(kept.number("size")).isEqualTo(bomb.size()).isLessThan(100_000);
      assertThat(fetch(house, seat.token(), kept.text("id")).body()).isEqualTo(bomb.toByteArray());
    }
  }
}

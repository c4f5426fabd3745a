package dev.gatehouse.adapters.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.http.PrivateSpellings;
import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {

  private static Optional<String> judged(List<String> hosts, String url) {
    return new HostRule(List.of("url"), hosts).broken(JudgedCall.of(Json.obj("url", Json.of(url))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com/x?y=@z#a",
        "http://API.Example.COM:8080",
        "https://api.example.com./",
        "https://example.org/",
        "https://8.8.8.8/",
        "https://[2606:4700::1111]:443/",
        "wss://a.b.example.com/"
      })
  void allowedHostPasses(String url) {
    var hosts = List.of("*.example.com", "example.org", "8.8.8.8", "2606:4700::*");

    assertThat(judged(hosts, url)).isEmpty();
  }

  @Test
  void noGlobAllowsAnySpellingOfAPrivateHost() {
    assertThat(PrivateSpellings.hosts())
        .allSatisfy(host ->
            assertThat(judged(List.of("*"), "https://" + host + ":8443/")).as(host).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.com/.example.com",
        "https://evil.com?x=.example.com",
        "https://evil.com#.example.com",
        "https://api.example.com.evil.com/",
        "https://notexample.org/",
        "https://example.org@evil.com/",
        "https://evil.com\\@example.org/",
        "https://evil.com\\.example.com/",
        "https://evil.com\t.example.com/",
        "https://example.org\u0000.evil.com/",
        "https://exa%6dple.org/",
        "https://ｅxample.org/",
        "//example.org/",
        "example.org",
        "javascript:alert(1)//example.org",
        "file://example.org/etc/passwd",
        "https:///example.org",
        "https:example.org",
        "https://example.org:80:90/",
        "https://example.org..",
        " https://example.org/",
        ""
      })
  void urlThatSomeClientCouldReadOtherwiseDoesNot(String url) {
    assertThat(judged(List.of("*.example.com", "example.org"), url)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.01/",
        "http://1.2.3.4.5/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.1.2.3/",
        "http://172.31.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://256.1.1.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[::1",
        "http://[v1.x]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://app.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://intranet/"
      })
  void privateAddressPassesNoGlob(String url) {
    assertThat(judged(List.of("*"), url)).isPresent();
  }

  @Test
  void privateAddressMayBeAllowedByItsVeryName() {
    var hosts = List.of("127.0.0.1", "localhost", "::1");

    assertThat(judged(hosts, "http://127.0.0.1:8080/x")).isEmpty();
    assertThat(judged(hosts, "http://localhost/x")).isEmpty();
    assertThat(judged(hosts, "http://[::1]/x")).isEmpty();
    assertThat(judged(hosts, "http://127.0.0.2/x")).isPresent();
  }

  @Test
  void everyUrlOfAListIsJudged() {
    var input = Json.obj("url", Json.array(Json.of("https://a.b/"), Json.of("https://evil.com/")));

    assertThat(new HostRule(List.of("url"), List.of("a.b")).broken(JudgedCall.of(input)))
        .isPresent();
  }
}

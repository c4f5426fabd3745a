package dev.gatehouse.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

  private final SecureRandom random = new SecureRandom();

  @Test
  void mintedKeyIsFoundByItsDigest() {
    var ann = ApiKeys.mint("ann", random);
    var bob = ApiKeys.mint("bob", random);
    var keys =
        ApiKeys.of(
            List.of(
                ApiKey.of("ann", ann.sha256(), "acme"),
                ApiKey.of("bob", bob.sha256(), "acme").withRole(CallerRole.OPERATOR)));

    assertThat(keys.find(ann.key()).map(ApiKey::name)).contains("ann");
    assertThat(keys.find(bob.key()).map(ApiKey::role)).contains(CallerRole.OPERATOR);
    assertThat(keys.find(ann.key()).map(ApiKey::hash)).contains(ann.sha256().substring(0, 16));
  }

  @Test
  void otherKeysAreNotFound() {
    var ann = ApiKeys.mint("ann", random);
    var keys = ApiKeys.of(List.of(ApiKey.of("ann", ann.sha256(), "acme")));

    for (var wrong :
        List.of(
            "",
            " ",
            "x",
            ann.sha256(),
            ann.key() + " ",
            ann.key().substring(1),
            "k".repeat(5_000))) {
      assertThat(keys.find(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void openServerTakesAnyKeyAsAdministrator() {
    var found = ApiKeys.open().find("anything").orElseThrow();

    assertThat(found.role()).isEqualTo(CallerRole.ADMIN);
    assertThat(found.tenant()).isEqualTo("default");
    assertThat(ApiKeys.open().find("")).isEmpty();
    assertThat(ApiKeys.open().isOpen()).isTrue();
  }

  @Test
  void closedServerNeedsAKey() {
    assertThatThrownBy(() -> ApiKeys.of(List.of())).hasMessageContaining("gatehouse key NAME");
  }

  @Test
  void mintedKeyShowsItsConfigurationLineButNotItself() {
    var minted = ApiKeys.mint("ops", random);

    assertThat(minted.key()).matches("gh_[A-Za-z0-9_-]{43}");
    assertThat(minted.configLine())
        .isEqualTo("ops: { sha256: \"" + minted.sha256() + "\", tenant: default, role: user }");
    assertThat(minted.toString()).doesNotContain(minted.key());
    assertThatThrownBy(() -> ApiKeys.mint("a: b", random)).hasMessageContaining("a: b");
  }

  @Test
  void rolesCoverTheOnesBelow() {
    assertThat(CallerRole.ADMIN.covers(CallerRole.OPERATOR)).isTrue();
    assertThat(CallerRole.OPERATOR.covers(CallerRole.OPERATOR)).isTrue();
    assertThat(CallerRole.USER.covers(CallerRole.OPERATOR)).isFalse();
  }
}

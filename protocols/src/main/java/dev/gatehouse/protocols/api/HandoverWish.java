package dev.gatehouse.protocols.api;

import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.delivery.Handover;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.CallerRole;
import java.util.List;

/// The fields `delivery` and `callback_url` of a request for a run.
final class HandoverWish {

  private static final int MAX_TARGETS = 10;
  private static final int MAX_NAME = 200;
  private static final int MAX_URL = 2_000;

  private HandoverWish() {}

  /// Reads them; what the caller may not have is a finding.
  static Handover read(BodyReader body, Handovers handovers, CallerRole role) {
    Handover handover =
        body.optional("delivery")
            .map(field -> Handover.to(targets(field, handovers.names(role))))
            .orElse(Handover.NONE);
    return body.optional("callback_url")
        .map(field -> handover.withCallbackUrl(url(field, handovers)))
        .orElse(handover);
  }

  private static List<String> targets(BodyField field, List<String> known) {
    List<String> names = field.texts(MAX_TARGETS, MAX_NAME);
    names.stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> field.wrong("there is no delivery \"" + name + "\"" + hint(name, known)));
    return names;
  }

  private static String hint(String name, List<String> known) {
    return NearestName.of(name, known)
        .map(near -> "; did you mean \"" + near + "\"?")
        .orElse(" that this key may name");
  }

  private static String url(BodyField field, Handovers handovers) {
    String url = field.text(1, MAX_URL);
    handovers.refusal(url).ifPresent(field::wrong);
    return url;
  }
}

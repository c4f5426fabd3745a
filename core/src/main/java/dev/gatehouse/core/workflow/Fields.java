package dev.gatehouse.core.workflow;

import dev.gatehouse.core.NearestName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The members of an object that is being read: what nobody asks for is a flaw. Owned by one
/// thread.
final class Fields {

  private final Spot object;
  private final Map<String, Spot> members;
  private final Set<String> known = new TreeSet<>();

  Fields(Spot object, Map<String, Spot> members) {
    this.object = object;
    this.members = members;
  }

  /// Where the object stands.
  Spot object() {
    return object;
  }

  /// The member of that name, which may be absent.
  Optional<Spot> at(String name) {
    known.add(name);
    return Optional.ofNullable(members.get(name));
  }

  /// The member of that name, which must be there.
  Optional<Spot> require(String name) {
    Optional<Spot> member = at(name);
    return member.isPresent() ? member : object.flawed("\"" + name + "\" is missing");
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  /// Says of all members that nobody asked for that they are unknown.
  void end() {
    members.forEach((name, spot) -> {
      if (!known.contains(name)) {
        spot.flawed("unknown key \"" + name + "\"; " + hint(name));
      }
    });
  }

  private String hint(String name) {
    return NearestName.of(name, known)
        .map(near -> "perhaps \"" + near + "\"?")
        .orElse("known here are " + String.join(", ", known));
  }
}

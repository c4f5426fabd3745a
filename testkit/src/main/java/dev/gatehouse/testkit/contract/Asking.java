package dev.gatehouse.testkit.contract;

import dev.gatehouse.core.spi.EventStore.RowQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A row query in the making: runs, at most a hundred, until more is said.
record Asking(RowQuery query) {

  Asking() {
    this(RowQuery.of("run", 100));
  }

  Asking tenant(String tenant) {
    return with(
        Optional.of(tenant), query.owner(), query.status(), query.session(), query.subject());
  }

  Asking owner(String owner) {
    return with(
        query.tenant(), Optional.of(owner), query.status(), query.session(), query.subject());
  }

  Asking status(String... status) {
    return with(query.tenant(), query.owner(), List.of(status), query.session(), query.subject());
  }

  Asking session(String session) {
    return with(
        query.tenant(), query.owner(), query.status(), Optional.of(session), query.subject());
  }

  Asking subject(String subject) {
    return with(
        query.tenant(), query.owner(), query.status(), query.session(), Optional.of(subject));
  }

  Asking since(Instant since) {
    return with(Optional.of(since), query.search(), query.before(), query.limit());
  }

  Asking search(String part) {
    return with(query.since(), Optional.of(part), query.before(), query.limit());
  }

  Asking before(String id) {
    return with(query.since(), query.search(), Optional.of(id), query.limit());
  }

  Asking limit(int limit) {
    return with(query.since(), query.search(), query.before(), limit);
  }

  private Asking with(
      Optional<String> tenant,
      Optional<String> owner,
      List<String> status,
      Optional<String> session,
      Optional<String> subject) {
    return new Asking(
        new RowQuery(
            query.kind(),
            tenant,
            owner,
            status,
            session,
            subject,
            query.since(),
            query.search(),
            query.before(),
            query.limit()));
  }

  private Asking with(
      Optional<Instant> since, Optional<String> search, Optional<String> before, int limit) {
    return new Asking(
        new RowQuery(
            query.kind(),
            query.tenant(),
            query.owner(),
            query.status(),
            query.session(),
            query.subject(),
            since,
            search,
            before,
            limit));
  }
}

/// The embedded store: log, index rows, ledgers and records in one SQLite database, large values in
/// files beside it.
///
/// Start with [dev.gatehouse.adapters.sqlite.SqliteStore]. Every write passes through one thread
/// (`Committer`), which makes all that waits durable with one sync of the disk; reads run on a few
/// threads of their own, because SQLite must never run on a virtual thread.
@NullMarked
package dev.gatehouse.adapters.sqlite;

import org.jspecify.annotations.NullMarked;

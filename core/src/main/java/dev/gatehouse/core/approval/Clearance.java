package dev.gatehouse.core.approval;

import java.time.Instant;
import java.util.Optional;

/// What allows a call to be made, to be checked when it is.
///
/// @param round how often the call has been judged
/// @param digests what exactly was judged
/// @param approval the ticket that was approved
/// @param expires when that ticket lapses
public record Clearance(
    int round, CallDigests digests, Optional<String> approval, Optional<Instant> expires) {}

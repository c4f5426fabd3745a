/// What every protocol shares when it is spoken over HTTP: who calls (keys, tokens), what is wrong
/// with a request (problems), and how a body is read. Start with
/// [dev.gatehouse.protocols.http.Problem].
@NullMarked
package dev.gatehouse.protocols.http;

import org.jspecify.annotations.NullMarked;

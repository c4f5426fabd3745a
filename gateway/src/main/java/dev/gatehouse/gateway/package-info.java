/// The program: what is served, wired together on one page. Start with
/// [dev.gatehouse.gateway.Gateway].
@NullMarked
package dev.gatehouse.gateway;

import org.jspecify.annotations.NullMarked;

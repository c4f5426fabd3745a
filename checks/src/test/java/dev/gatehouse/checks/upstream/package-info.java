/// Providers on the far side of TLS and HTTP/2.
@NullMarked
package dev.gatehouse.checks.upstream;

import org.jspecify.annotations.NullMarked;

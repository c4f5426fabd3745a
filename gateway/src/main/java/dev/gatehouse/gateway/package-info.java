/// The program: it wires the modules together by calling constructors. Start at the class that
/// builds it.
@NullMarked
package dev.gatehouse.gateway;

import org.jspecify.annotations.NullMarked;

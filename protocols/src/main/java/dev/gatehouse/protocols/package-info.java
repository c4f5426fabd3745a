/// One package per protocol that calls Gatehouse. Siblings never import each other; what they share
/// lives in `http`.
@NullMarked
package dev.gatehouse.protocols;

import org.jspecify.annotations.NullMarked;

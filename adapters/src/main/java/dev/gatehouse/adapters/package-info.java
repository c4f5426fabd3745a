/// One package per outside system that Gatehouse calls. Siblings never import each other; what they
/// share lives in `http`.
@NullMarked
package dev.gatehouse.adapters;

import org.jspecify.annotations.NullMarked;

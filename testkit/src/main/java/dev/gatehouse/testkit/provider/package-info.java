/// A model provider that says what a test tells it to, in any of three wires, with any fault a
/// network or a provider can have. Start with [dev.gatehouse.testkit.provider.ScriptedProvider].
@NullMarked
package dev.gatehouse.testkit.provider;

import org.jspecify.annotations.NullMarked;

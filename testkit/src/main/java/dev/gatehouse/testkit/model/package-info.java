/// Models for tests: [dev.gatehouse.testkit.model.ScriptedModel] says what a test wrote for it,
/// [dev.gatehouse.testkit.model.Cassette] says again what a real model said before.
@NullMarked
package dev.gatehouse.testkit.model;

import org.jspecify.annotations.NullMarked;

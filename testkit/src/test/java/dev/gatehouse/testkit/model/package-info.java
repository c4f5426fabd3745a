/// Tests of the models for tests.
@NullMarked
package dev.gatehouse.testkit.model;

import org.jspecify.annotations.NullMarked;

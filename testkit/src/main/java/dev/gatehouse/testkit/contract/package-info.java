/// What every implementation of a store must do. A test class implements a contract, says how to
/// open the store, and inherits the tests.
@NullMarked
package dev.gatehouse.testkit.contract;

import org.jspecify.annotations.NullMarked;

/// What a store must survive that needs a process of its own.
@NullMarked
package dev.gatehouse.checks.store;

import org.jspecify.annotations.NullMarked;

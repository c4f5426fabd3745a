/// Tests of the demo model.
@NullMarked
package dev.gatehouse.adapters.demo;

import org.jspecify.annotations.NullMarked;

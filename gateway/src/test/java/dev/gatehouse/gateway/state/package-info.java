@NullMarked
package dev.gatehouse.gateway.state;

import org.jspecify.annotations.NullMarked;

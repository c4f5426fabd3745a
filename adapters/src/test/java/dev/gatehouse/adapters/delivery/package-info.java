/// Every channel against a service on loopback that answers as a test wants.
@NullMarked
package dev.gatehouse.adapters.delivery;

import org.jspecify.annotations.NullMarked;

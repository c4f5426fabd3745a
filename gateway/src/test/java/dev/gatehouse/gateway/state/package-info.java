/// Tests of what agents keep. Start with [dev.gatehouse.gateway.state.StateFolderTest].
@NullMarked
package dev.gatehouse.gateway.state;

import org.jspecify.annotations.NullMarked;

/// Programs in containers, by way of the Docker daemon's own API on its socket: killing a client
/// program would kill nothing. Start at [DockerSandbox].
@NullMarked
package dev.gatehouse.adapters.sandbox.docker;

import org.jspecify.annotations.NullMarked;

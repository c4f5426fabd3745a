/// Programs as processes of this machine: starting them so that they die with the gateway, watching
/// what they use, killing all of them. Start at [ProcessRun].
@NullMarked
package dev.gatehouse.adapters.sandbox.process;

import org.jspecify.annotations.NullMarked;

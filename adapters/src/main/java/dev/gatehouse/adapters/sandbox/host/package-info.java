/// Programs as plain processes of this machine, for operators who accepted what that means. Start
/// at [HostSandbox].
@NullMarked
package dev.gatehouse.adapters.sandbox.host;

import org.jspecify.annotations.NullMarked;

/// Does to a real server whatever must not harm it, and looks whether it did. Start with
/// [dev.gatehouse.checks.abuse.AbuseTest].
@NullMarked
package dev.gatehouse.checks.abuse;

import org.jspecify.annotations.NullMarked;

/// The style guide as a test. Start at `TidyTest`, which reads every Java source of the repository
/// with the compiler's own parser; the rules are listed in `HouseRules`, each planted once in
/// `HouseRulesTest`.
@NullMarked
package dev.gatehouse.checks.tidy;

import org.jspecify.annotations.NullMarked;

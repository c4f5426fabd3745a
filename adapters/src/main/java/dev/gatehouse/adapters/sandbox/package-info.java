/// Runs programs that nobody trusts: which sandbox is used ([SandboxLadder]), how it is proved
/// ([ProbeSuite]), and the tools through which agents use it ([CodeExecuteTool]).
@NullMarked
package dev.gatehouse.adapters.sandbox;

import org.jspecify.annotations.NullMarked;

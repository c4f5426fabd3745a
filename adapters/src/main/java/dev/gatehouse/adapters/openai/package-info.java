/// OpenAI's two wires: Responses, and Chat Completions, which everybody else speaks too. Start with
/// [dev.gatehouse.adapters.openai.OpenAiModel].
@NullMarked
package dev.gatehouse.adapters.openai;

import org.jspecify.annotations.NullMarked;

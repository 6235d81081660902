/** Endpoints that speak OpenAI's protocol: Ollama, vLLM, LocalAI, OpenAI itself. */
@NullMarked
package io.parley.runtime.openai;

import org.jspecify.annotations.NullMarked;

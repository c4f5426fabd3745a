/// Tools that call web services and are written in configuration, one request each. Start with
/// [dev.gatehouse.adapters.tools.http.HttpTool].
@NullMarked
package dev.gatehouse.adapters.tools.http;

import org.jspecify.annotations.NullMarked;

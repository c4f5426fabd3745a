/// Tools made of the operations of an OpenAPI document. Start with
/// [dev.gatehouse.adapters.tools.openapi.OpenApiDocument].
@NullMarked
package dev.gatehouse.adapters.tools.openapi;

import org.jspecify.annotations.NullMarked;

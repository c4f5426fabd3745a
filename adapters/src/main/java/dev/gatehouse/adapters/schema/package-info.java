/// JSON Schema, judged by the networknt validator. Start with
/// [dev.gatehouse.adapters.schema.NetworkntValidator].
@NullMarked
package dev.gatehouse.adapters.schema;

import org.jspecify.annotations.NullMarked;
